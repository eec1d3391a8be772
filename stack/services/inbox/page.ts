/** What the page may load: nothing but itself and its data. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/** A page to read the messages. Everything from a message enters it as text, never as HTML. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>inbox · supops</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect x='1' y='3' width='14' height='10' rx='2' fill='%232563eb'/%3E%3Cpath d='M2 5l6 4 6-4' stroke='white' fill='none' stroke-width='1.5'/%3E%3C/svg%3E">
<style>
  :root { color-scheme: light dark; --back: #f5f6f8; --card: #fff; --ink: #1b2330; --soft: #667085; --line: #e1e5ec; --accent: #2563eb; --firing: #b42318; --firing-back: #fdecea; --resolved: #1a7f4b; --resolved-back: #e6f6ec; --code: #f0f2f6 }
  @media (prefers-color-scheme: dark) { :root { --back: #11151c; --card: #1a202b; --ink: #e6eaf2; --soft: #93a0b5; --line: #2b3444; --accent: #7aa7ff; --firing: #ff9c92; --firing-back: #3d1b19; --resolved: #7ddba4; --resolved-back: #143325; --code: #131922 } }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
  header { position: sticky; top: 0; background: var(--card); border-bottom: 1px solid var(--line) }
  .wide { max-width: 60rem; margin: 0 auto; padding: .8rem 1.25rem }
  header .wide { display: flex; align-items: center; gap: .5rem 1rem; flex-wrap: wrap }
  h1 { font-size: 1.15rem; margin: 0 } h1 span { color: var(--soft); font-weight: 400 }
  .filters { display: flex; gap: .35rem } .filters button { font: inherit; font-size: .8rem; padding: .15rem .7rem; border-radius: 99px; border: 1px solid var(--line); background: none; color: inherit; cursor: pointer }
  .filters button[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--card) }
  button:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
  #state { margin-left: auto; font-size: .8rem; color: var(--soft) } #state::before { content: '●'; margin-right: .35rem; color: var(--resolved) } #state.lost::before { color: var(--firing) }
  #messages { list-style: none; padding: 0; margin: 0; display: grid; gap: .6rem }
  #messages li { background: var(--card); border: 1px solid var(--line); border-left-width: 4px; border-radius: .6rem }
  li.firing { border-left-color: var(--firing) !important } li.resolved { border-left-color: var(--resolved) !important }
  summary { padding: .65rem .9rem; cursor: pointer; list-style: none; display: grid; grid-template-columns: 5.2rem 1fr auto; gap: .1rem .8rem; align-items: baseline }
  summary::-webkit-details-marker { display: none }
  summary b { font-weight: 600; overflow-wrap: anywhere } summary time, summary .channel, .to { color: var(--soft); font-size: .8rem } .channel { text-transform: uppercase; letter-spacing: .04em }
  .to { grid-column: 2 / -1 }
  .alerts { display: flex; gap: .35rem; flex-wrap: wrap; padding: 0 .9rem .6rem }
  .alerts span { font-size: .8rem; border-radius: .35rem; padding: .05rem .5rem } .alerts .firing { background: var(--firing-back); color: var(--firing) } .alerts .resolved { background: var(--resolved-back); color: var(--resolved) }
  pre { margin: 0 .9rem .9rem; padding: .75rem; background: var(--code); border-radius: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace }
  #empty { color: var(--soft); text-align: center; padding: 4rem 0 }
</style>
</head>
<body>
<header><div class="wide"><h1>inbox <span id="count"></span></h1><div class="filters" role="group" aria-label="Channel"></div><span id="state" role="status">connecting…</span></div></header>
<main class="wide"><p id="empty">No message yet. Notifications of Alertmanager appear here as they arrive.</p><ol id="messages"></ol></main>
<script>
  const byId = (id) => document.getElementById(id);
  const make = (tag, text, className) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (className) node.className = className;
    return node;
  };
  const messages = new Map();
  let inboxId;
  let watchdogAt = 0;
  let connected = false;
  let channel = 'notifications';
  const wanted = ({ channel: of }) => channel === 'all' || (channel === 'notifications' ? of !== 'webhook' : of === channel);

  for (const name of ['notifications', 'email', 'slack', 'webhook', 'all']) {
    const button = make('button', name);
    button.onclick = () => { channel = name; showAll(); };
    document.querySelector('.filters').append(button);
  }
  function card(message) {
    const status = message.alerts.some((alert) => alert.status === 'firing') ? 'firing' : message.alerts.length ? 'resolved' : '';
    const item = make('li', undefined, status);
    const details = make('details');
    const summary = make('summary');
    const time = make('time', new Date(message.receivedAt).toLocaleTimeString());
    time.dateTime = new Date(message.receivedAt).toISOString();
    time.title = time.dateTime;
    summary.append(make('span', message.channel, 'channel'), make('b', message.subject || '(no subject)'), time);
    const whom = [message.to && 'to ' + message.to, message.receiver && 'receiver ' + message.receiver].filter(Boolean).join(' · ');
    if (whom) summary.append(make('span', whom, 'to'));
    details.append(summary, make('pre', message.text));
    item.append(details);
    if (message.alerts.length) {
      const alerts = make('div', undefined, 'alerts');
      for (const alert of message.alerts) {
        const chip = make('span', alert.alertname + ' ' + alert.status, alert.status === 'firing' ? 'firing' : 'resolved');
        chip.title = 'fingerprint ' + alert.fingerprint + ', since ' + alert.startsAt;
        alerts.append(chip);
      }
      item.append(alerts);
    }
    return item;
  }
  function showAll() {
    for (const button of document.querySelectorAll('.filters button')) button.setAttribute('aria-pressed', button.textContent === channel);
    byId('messages').replaceChildren(...[...messages.values()].filter(wanted).reverse().map(card));
    showCounts();
  }
  function showCounts() {
    const shown = byId('messages').childElementCount;
    byId('count').textContent = shown || '';
    byId('empty').hidden = shown > 0;
    const seconds = Math.max(0, Math.round((Date.now() - watchdogAt) / 1000));
    const watchdog = watchdogAt ? ' · watchdog heard ' + seconds + ' s ago' : '';
    byId('state').textContent = (connected ? 'live' : 'connection lost, trying again') + watchdog;
    byId('state').className = connected ? '' : 'lost';
  }
  function arrived(message) {
    if (message.inboxId !== inboxId) {
      messages.clear();
      inboxId = message.inboxId;
      showAll();
    }
    if (messages.has(message.seq)) return;
    messages.set(message.seq, message);
    if (message.alerts.some((alert) => alert.alertname === 'Watchdog')) watchdogAt = message.receivedAt;
    if (messages.size > 500) messages.delete(messages.keys().next().value);
    if (wanted(message)) byId('messages').prepend(card(message));
    while (byId('messages').childElementCount > 500) byId('messages').lastChild.remove();
    showCounts();
  }
  const events = new EventSource('/api/events');
  events.onopen = () => { connected = true; showCounts(); };
  events.onerror = () => { connected = false; showCounts(); };
  events.onmessage = (event) => arrived(JSON.parse(event.data));
  setInterval(showCounts, 1000);
  showAll();
</script>
</body>
</html>
`;
