'use strict';
const get = id => document.getElementById(id);
const make = (tag, text, props = {}) => Object.assign(document.createElement(tag), { textContent: text ?? '' }, props);
const color = state => `var(--${['AVAILABLE', 'STARTING', 'STOPPING', 'STOPPED', 'UNHEALTHY', 'ERROR', 'PENDING', 'MAINTENANCE'].includes(state) ? state : 'other'})`;
const number = value => Number(value).toLocaleString('en');
const time = at => at.slice(11, 19);
const sum = counts => counts.reduce((all, one) => all + one.count, 0);

// Rows are kept and changed, not made anew, so that focus and selection stay where they are.
function fill(list, items, create, update) {
  while (list.children.length > items.length) list.lastChild.remove();
  items.forEach((item, i) => {
    if (!list.children[i]) list.append(create());
    update(list.children[i], item);
  });
}

function bars(id, items, label, paint) {
  const most = Math.max(1, ...items.map(item => item.count));
  fill(get(id), items, () => {
    const row = make('li');
    const bar = make('i');
    bar.append(make('b'));
    row.append(make('span'), make('span'), bar);
    return row;
  }, (row, item) => {
    row.children[0].textContent = label(item);
    row.children[1].textContent = number(item.count);
    row.children[2].firstChild.style.cssText = `width:${100 * item.count / most}%;background:${paint(item)}`;
  });
}

function glance(fleet) {
  const waiting = Object.fromEntries(fleet.waiting.map(one => [one.name, one.count]));
  const maintained = fleet.states.find(one => one.name === 'MAINTENANCE')?.count ?? 0;
  const rows = [['WorkSpaces', sum(fleet.states)], ['Connected', fleet.connected], ['Resumes in flight', waiting.machine ?? 0],
    ['Wait for a start slot', waiting.start_slot ?? 0], ['Wait for room', waiting.capacity ?? 0], ['In maintenance', maintained], ['Updates still to be installed', fleet.pending]];
  fill(get('glance'), rows, () => { const pair = make('div'); pair.append(make('dt'), make('dd')); return pair; },
    (pair, [name, value]) => { pair.children[0].textContent = name; pair.children[1].textContent = number(value); });
}

function licences(fleet) {
  const committed = Object.fromEntries(fleet.commitments.map(one => [one.name, one.count]));
  fill(get('byol'), fleet.seats.length ? fleet.seats : [null], () => { const row = make('div'); row.append(make('p'), make('meter')); return row; }, (row, seats) => {
    row.children[1].hidden = !seats;
    row.children[0].textContent = seats ? `${seats.name}: ${number(seats.count)} seats of ${number(committed[seats.name])} committed` : 'Nobody brings licences.';
    if (seats) Object.assign(row.children[1], { min: 0, max: Math.max(committed[seats.name], seats.count), low: committed[seats.name], value: seats.count });
  });
}

function paint(host) {
  const stops = [];
  const all = Object.values(host.seats).reduce((a, b) => a + b, 0);
  let at = 0;
  for (const [state, count] of Object.entries(host.seats)) {
    const to = at + 100 * (count / Math.max(1, all)) * Math.min(1, host.used / host.limit);
    stops.push(`${color(state)} ${at}% ${to}%`);
    at = to;
  }
  return stops.length ? `linear-gradient(90deg, ${stops.join(', ')}, var(--free) ${at}%)` : 'var(--free)';
}

const tell = host => `${host.host}, ${host.status}: ${host.used} of ${host.limit} vCPU; ${Object.entries(host.seats).map(([state, n]) => `${n} ${state}`).join(', ') || 'empty'}`;

function map(fleet) {
  fill(get('map'), fleet.zones, () => {
    const zone = make('div', '', { className: 'zone' });
    zone.append(make('h3'), make('div', '', { className: 'hosts', role: 'group' }));
    return zone;
  }, (zone, item) => {
    zone.children[0].textContent = `${item.zone}, ${item.owner}: ${number(item.hosts.length)} hosts`;
    zone.classList.toggle('many', item.hosts.length > 200);
    zone.children[1].setAttribute('aria-label', zone.children[0].textContent);
    fill(zone.children[1], item.hosts, () => make('button', '', { className: 'host', type: 'button', tabIndex: -1 }), (tile, host) => {
      const text = tell(host);
      if (tile.title === text) return;
      tile.dataset.status = host.status;
      tile.style.background = paint(host);
      tile.title = text;
      tile.setAttribute('aria-label', text);
    });
    if (!zone.querySelector('[tabindex="0"]') && zone.children[1].firstChild) zone.children[1].firstChild.tabIndex = 0;
  });
}

// One stop of the tab key a zone; arrows go from host to host.
get('map').addEventListener('keydown', event => {
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
  const tile = event.target.closest('.host');
  if (!step || !tile) return;
  const all = [...tile.parentElement.children];
  const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(tile) + step))];
  tile.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  event.preventDefault();
});
for (const kind of ['focusin', 'click'])
  get('map').addEventListener(kind, event => { if (event.target.matches('.host')) get('host').textContent = event.target.title; });

const lines = (body, items) => fill(body, items, () => { const row = make('tr'); row.append(make('td'), make('td'), make('td'), make('td')); return row; },
  (row, line) => [time(line.at), line.entity, line.what, line.reason].forEach((text, i) => { row.children[i].textContent = text; }));

function loops(fleet) {
  fill(get('loops'), fleet.loops, () => { const row = make('tr'); row.append(make('td'), make('td'), make('td'), make('td')); return row; }, (row, loop) => {
    row.dataset.late = loop.isLate;
    const age = `${number(loop.ageSeconds)} s ago${loop.isLate ? `, late: it may be ${number(loop.termSeconds)} s` : ''}`;
    const why = [...loop.odd.map(one => `${one.name}: ${one.obstacle}`), ...(loop.obstacle ? [loop.obstacle] : [])].join('; ');
    [loop.loop, age, number(loop.skipped), why].forEach((text, i) => { row.children[i].textContent = text; });
  });
}

function show(fleet) {
  get('clock').textContent = `${fleet.at.slice(0, 19).replace('T', ' ')} UTC`;
  glance(fleet);
  bars('states', fleet.states.filter(one => one.count), one => one.name, one => color(one.name));
  bars('refusals', fleet.refusals, one => `${one.name}: ${one.detail}`, () => 'var(--UNHEALTHY)');
  licences(fleet);
  loops(fleet);
  map(fleet);
  lines(get('decisions'), fleet.decisions);
}

function link(state, text) {
  get('link').dataset.state = state;
  get('link').textContent = text;
}

// The browser connects again by itself; what stands on the page meanwhile is old, and says so.
let alive;
const live = new EventSource('/operator/live');
live.onmessage = event => {
  clearTimeout(alive);
  alive = setTimeout(() => link('lost', 'nothing heard for 20 s'), 20000);
  const fleet = JSON.parse(event.data);
  // While nothing happens it is up to 10 s old; a loop that fails leaves an old picture, and the page must not show it as the present.
  if (fleet.pictureSeconds > 30) link('lost', `this picture is ${number(fleet.pictureSeconds)} s old`);
  else link('live', 'live');
  show(fleet);
};
live.onerror = () => link('lost', 'connection lost, trying again');
addEventListener('pagehide', () => live.close());

// What is there; null: it is not. A silo that is away is told in the words of the page, not in the console.
async function ask(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    get('why').replaceChildren(make('p', 'The silo does not answer; try again when the page is live.'));
    return undefined;
  }
}

async function why(id) {
  const desktop = await ask(`/operator/workspaces/${encodeURIComponent(id)}`);
  if (desktop === undefined) return;
  if (desktop === null) return get('why').replaceChildren(make('p', `There is no ${id} any more.`));
  const table = make('table');
  const body = make('tbody');
  table.append(body);
  lines(body, desktop.lines);
  const place = desktop.since ? `${desktop.bundle}, ${desktop.mode}, ${desktop.directory}, ${desktop.zone}, ${desktop.host ?? 'no host'}; since ${desktop.since}` : 'It is not there any more.';
  get('why').replaceChildren(make('h3', `${desktop.id} of ${desktop.user}: ${desktop.state}`), make('p', place), table);
}

get('search').addEventListener('submit', async event => {
  event.preventDefault();
  get('why').replaceChildren();
  const found = await ask(`/operator/search?q=${encodeURIComponent(get('q').value)}`);
  get('found').replaceChildren(...(found ?? []).map(one => {
    const row = make('li');
    const button = make('button', `${one.id} of ${one.user}: ${one.state}${one.host ? ` on ${one.host}` : ''}`, { type: 'button' });
    button.addEventListener('click', () => why(one.id));
    row.append(button);
    return row;
  }));
  if (found?.length === 0) get('found').append(make('li', 'Nothing found.'));
});

get('legend').append(...['AVAILABLE', 'STARTING', 'STOPPING', 'PENDING', 'UNHEALTHY', 'MAINTENANCE', 'ERROR'].map(state => {
  const entry = make('span');
  const box = make('i');
  box.style.background = color(state);
  entry.append(box, state);
  return entry;
}));
