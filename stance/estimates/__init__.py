"""What is measured: frames in, frames out. No words, no pictures, no widgets."""
