// Paper shows what is folded, and figures as wide as the page.
(() => {
  const details = () => [...document.querySelectorAll("details")];
  const plots = () => [...document.querySelectorAll(".js-plotly-plot")];
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = details().filter((one) => !one.open);
    closed.forEach((one) => { one.open = true; });
    plots().forEach((plot) => Plotly.relayout(plot, { width: 660 }));
  });
  addEventListener("afterprint", () => {
    closed.forEach((one) => { one.open = false; });
    plots().forEach((plot) => Plotly.relayout(plot, { width: null, autosize: true }));
  });
})();
