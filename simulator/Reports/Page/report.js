// Shows the values of a chart under the pointer. Everything else of the page works without it.
(() => {
  const charts = JSON.parse(document.getElementById('pointers').textContent);
  const hint = document.getElementById('hint');
  const number = value => value.toLocaleString('en', { maximumFractionDigits: 1 });
  const line = (name, text) => {
    const row = document.createElement('span');
    for (const part of [name, text]) row.append(Object.assign(document.createElement('span'), { textContent: part }));
    return row;
  };
  const place = event => {
    hint.hidden = false;
    hint.style.left = Math.min(event.clientX + 16, innerWidth - hint.offsetWidth - 8) + 'px';
    hint.style.top = Math.min(event.clientY + 16, innerHeight - hint.offsetHeight - 8) + 'px';
  };
  for (const [id, chart] of Object.entries(charts)) {
    const plot = document.querySelector(`[data-chart="${id}"] .plot`);
    const picture = plot.querySelector('svg');
    const cursor = plot.appendChild(Object.assign(document.createElement('div'), { className: 'cursor', hidden: true }));
    const hide = () => { hint.hidden = cursor.hidden = true; };
    plot.addEventListener('pointerleave', hide);
    plot.addEventListener('pointermove', event => {
      const box = picture.getBoundingClientRect();
      const [left, top, width, height] = chart.box;
      const x = ((event.clientX - box.left) / box.width - left) / width;
      const y = ((event.clientY - box.top) / box.height - top) / height;
      if (x < 0 || x >= 1 || y < 0 || y >= 1) return hide();
      const column = Math.floor(x * chart.columns.length);
      const rows = chart.isMap ? [chart.series[Math.floor(y * chart.series.length)]] : chart.series;
      const shown = rows.filter(row => row.values[column] != null);
      if (shown.length === 0) return hide();
      hint.replaceChildren(
        Object.assign(document.createElement('b'), { textContent: chart.columns[column] }),
        ...shown.map(row => line(row.name, chart.belowScale && row.values[column] < 0 ? chart.belowScale : `${number(row.values[column])} ${row.unit}`)));
      cursor.hidden = false;
      cursor.style.cssText = `left:${event.clientX - box.left}px;top:${top * box.height}px;height:${height * box.height}px`;
      place(event);
    });
  }
})();
