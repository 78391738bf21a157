// Under the pointer, a line chart shows every curve's value in its legend.
for (const svg of document.querySelectorAll("svg[data-x]")) {
  const [low, high, from, to] = svg.dataset.x.split(" ").map(Number);
  const cursor = svg.querySelector(".cursor");
  const labels = svg.parentElement.querySelectorAll(".legend b");
  const lines = [...svg.querySelectorAll("path.line")].map((path) =>
    path.dataset.values.split(" ").map((pair) => {
      const colon = pair.indexOf(":");
      return [Number(pair.slice(0, colon)), pair.slice(colon + 1)];
    }),
  );
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const step = Math.min(high, Math.max(low, low + ((x - from) / (to - from)) * (high - low)));
    const place = from + ((step - low) / (high - low)) * (to - from);
    cursor.setAttribute("x1", place);
    cursor.setAttribute("x2", place);
    cursor.style.visibility = "visible";
    lines.forEach((points, i) => {
      const nearest = points.reduce((a, b) => (Math.abs(b[0] - step) < Math.abs(a[0] - step) ? b : a));
      labels[i].textContent = nearest[1];
    });
  });
  svg.addEventListener("pointerleave", () => {
    cursor.style.visibility = "hidden";
    labels.forEach((label) => (label.textContent = ""));
  });
}
