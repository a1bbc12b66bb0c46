// The web phone with sound: tones, speech with captions, keys that interrupt, and silence.
// Without this script the page is a form; with it the same form is sent, and JSON comes back.

const find = (id) => document.getElementById(id);
const log = find("log");
const message = find("message");
const player = new Audio();

const TONE_SECONDS = 0.16;
const RING_SECONDS = 1.2;
const ROWS = { 1: 697, 2: 697, 3: 697, 4: 770, 5: 770, 6: 770, 7: 852, 8: 852, 9: 852, "*": 941, 0: 941, "#": 941 };
const COLUMNS = { 1: 1209, 4: 1209, 7: 1209, "*": 1209, 2: 1336, 5: 1336, 8: 1336, 0: 1336, 3: 1477, 6: 1477, 9: 1477, "#": 1477 };
const RINGING = [440, 480];
const SILENCE_STEP = 250;

/** The last turn as the server told it, and what happens between two turns. */
let turn = JSON.parse(document.body.dataset.turn);
let words = turn.words;
let speaking = 0; // counts up whenever speech is begun or cut off
let sending = false;
let typed = "";
let pending = "";
let clock = null;
let left = 0;

// ---- tones ---------------------------------------------------------------------------------

let context = null;

function tones(pitches, seconds) {
  if (!find("sound").checked) return;
  context ??= new AudioContext();
  context.resume();
  const volume = context.createGain();
  const now = context.currentTime;
  volume.gain.setValueAtTime(0.07, now);
  volume.gain.setValueAtTime(0.07, now + seconds - 0.02);
  volume.gain.linearRampToValueAtTime(0, now + seconds);
  volume.connect(context.destination);
  for (const pitch of pitches) {
    const sine = context.createOscillator();
    sine.frequency.value = pitch;
    sine.connect(volume);
    sine.start(now);
    sine.stop(now + seconds);
  }
}

// ---- what is shown -------------------------------------------------------------------------

function say(text) {
  message.replaceChildren();
  for (const line of text) message.append(made("p", line));
}

function made(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function add(item) {
  log.append(item);
  log.scrollTop = log.scrollHeight;
}

function showPhase(phase) {
  document.body.dataset.phase = phase;
  const turnIsYours = phase === "listening" || phase === "recording";
  const up = turnIsYours || phase === "dialing" || phase === "hearing";
  find("keys").hidden = !(turnIsYours || phase === "hearing");
  find("wait").hidden = !turnIsYours;
  // There all the time, so that nobody has to be quick to stop the clock.
  find("clock").hidden = !(turnIsYours || phase === "hearing");
  find("outcomes").hidden = phase !== "dialing";
  find("hang-up").hidden = !up;
  find("call").hidden = up || phase === "ringing";
  find("several").hidden = !(phase === "listening" && turn.most_keys !== 1);
  find("speech").hidden = !(turnIsYours && turn.takes_speech);
  find("hint").textContent = turn.hint;
  find("hint").hidden = !(phase === turn.phase && turn.hint);
  showStatus(phase);
}

function showStatus(phase) {
  find("status").textContent = words[`status_${phase}`];
}

function showLanguage() {
  document.documentElement.lang = turn.language;
  document.title = words.title;
  for (const each of document.querySelectorAll("[data-word]")) {
    each.textContent = words[each.dataset.word];
  }
  const notice = find("notice");
  if (notice) notice.textContent = turn.notice;
}

/** Focus that was on something which is gone now goes to where the call is. */
function keepFocus() {
  const focused = document.activeElement;
  const lost = !focused || focused === document.body || focused.closest("[hidden]");
  if (!lost) return;
  if (turn.phase === "ended") find("call").focus();
  else if (turn.phase === "dialing") find("outcomes").querySelector("button").focus();
  else log.focus({ preventScroll: true });
}

// ---- speech --------------------------------------------------------------------------------

function beQuiet() {
  speaking += 1;
  player.pause();
  stopClock();
  log.querySelector(".now")?.classList.remove("now");
}

async function speak(said) {
  const mine = ++speaking;
  showPhase(turn.phase === "listening" ? "listening" : "hearing");
  if (turn.phase === "listening") showStatus("speaking");
  for (const each of said) {
    if (each.text) showCaption(each);
    await heard(each, mine);
    if (mine !== speaking) return;
    log.querySelector(".now")?.classList.remove("now");
  }
  // What follows the speech is shown after it: that the line hangs up, or would ring somebody.
  showPhase(turn.phase);
  say(turn.notes);
  keepFocus();
  if (turn.phase === "listening" || turn.phase === "recording") startClock(turn.patience);
}

function showCaption(each) {
  const item = document.createElement("div");
  item.className = "said now";
  if (each.language) item.lang = each.language;
  const caption = made("p", each.parts.length ? "" : each.text);
  for (const part of each.parts) {
    const words = made("span", part.text);
    words.lang = part.language;
    caption.append(words, " ");
  }
  item.append(caption);
  add(item);
}

/** Ends when something has been heard, or would have been where there is no sound. */
async function heard(each, mine) {
  if (each.audio && find("sound").checked) {
    player.src = each.audio;
    const over = new Promise((resolve) => {
      player.onended = () => resolve(true);
      player.onerror = () => resolve(false);
      player.onpause = () => resolve(true);
    });
    try {
      await player.play();
      if (await over) return;
    } catch {
      if (mine !== speaking) return;
    }
  }
  await new Promise((resolve) => setTimeout(resolve, each.seconds * 1000));
}

// ---- silence -------------------------------------------------------------------------------

function startClock(seconds) {
  stopClock();
  if (!seconds) return;
  left = seconds;
  find("left").max = seconds;
  clock = setInterval(() => {
    if (paused() || document.hidden) return;
    left -= SILENCE_STEP / 1000;
    showClock();
    if (left <= 0 && typed) send({ keys: takeTyped() });
    else if (left <= 0) send({ act: "silence" });
  }, SILENCE_STEP);
  showClock();
}

function showClock() {
  if (clock === null) return;
  const rest = Math.max(0, Math.ceil(left));
  const counted = rest === 1 ? words.silence_one : words.silence;
  const text = paused() ? words.paused : counted.replace("{seconds}", rest);
  if (find("silence").textContent !== text) find("silence").textContent = text;
  find("left").value = Math.max(0, left);
}

function stopClock() {
  clearInterval(clock);
  clock = null;
  find("silence").textContent = "";
  find("left").value = find("left").max;
}

const paused = () => find("pause").getAttribute("aria-pressed") === "true";

// ---- acts ----------------------------------------------------------------------------------

function takeTyped() {
  const keys = typed;
  typed = "";
  return keys;
}

/** A key interrupts at once, and is sent when the line has as many as it wants. */
function press(key) {
  tones([ROWS[key], COLUMNS[key]], TONE_SECONDS);
  flash(key);
  if (sending) {
    pending += key;
    return;
  }
  if (turn.phase !== "listening" && turn.phase !== "recording") return;
  beQuiet();
  typed += key;
  const enough = turn.most_keys && typed.length >= turn.most_keys;
  if (enough || key === turn.finish_key || turn.phase === "recording") send({ keys: takeTyped() });
  else startClock(turn.patience);
}

function flash(key) {
  const button = document.querySelector(`.key[value="${CSS.escape(key)}"]`);
  button?.classList.add("down");
  setTimeout(() => button?.classList.remove("down"), TONE_SECONDS * 1000);
}

async function send(fields) {
  if (sending) return;
  sending = true;
  beQuiet();
  typed = "";
  say([]);
  const calling = fields.act === "call";
  const since = performance.now();
  if (calling) {
    log.replaceChildren();
    find("empty").hidden = true;
    showPhase("ringing");
    tones(RINGING, RING_SECONDS);
    log.focus({ preventScroll: true });
  }
  const answer = await ask(fields);
  if (calling) await rung(since);
  sending = false;
  if (answer.message) refuse(answer, calling);
  else take(answer);
}

/** A telephone rings once, however fast the line is. */
function rung(since) {
  const rest = RING_SECONDS * 1000 - (performance.now() - since);
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, rest)));
}

async function ask(fields) {
  const body = new URLSearchParams({ state: turn.state, language: turn.language, ...fields });
  try {
    const response = await fetch("phone", { method: "POST", body, headers: { Accept: "application/json" } });
    return await response.json();
  } catch {
    return { message: words.unreachable };
  }
}

/** Nothing was done: the call is as it was, unless it is over. */
function refuse(answer, calling) {
  pending = "";
  say([answer.message]);
  if (answer.over) turn = { ...turn, phase: "ended", state: "" };
  if (calling) turn = { ...turn, phase: "ready", state: "" };
  showPhase(turn.phase);
  keepFocus();
}

function take(answer) {
  const other = answer.language !== turn.language;
  turn = answer;
  words = answer.words;
  if (other) showLanguage();
  if (turn.did) {
    const item = made("p", turn.did);
    item.className = "did";
    add(item);
  }
  for (const field of document.querySelectorAll("[name=state]")) field.value = turn.state;
  for (const field of document.querySelectorAll("[name=language]")) field.value = turn.language;
  const keys = pending;
  pending = "";
  speak(turn.said);
  for (const key of keys) press(key);
}

// ---- what the person does ------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button?.name === "keys") press(button.value);
  else if (event.target.id === "several") send({ keys: taken("several-keys") });
  else if (event.target.id === "speech") send({ act: "say", words: taken("words") });
  else if (button) send({ [button.name]: button.value });
});

function taken(id) {
  const text = find(id).value;
  find(id).value = "";
  return text;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  // Who speaks to the computer, or shakes, presses keys without meaning to (WCAG 2.1.4).
  if (!find("dial").checked) return;
  if (!(event.key in ROWS)) return;
  event.preventDefault();
  press(event.key);
});

// ---- settings ------------------------------------------------------------------------------

/** A button or a box that is on or off, and is so again in the next call. */
function setting(id, usual, apply) {
  const element = find(id);
  const isButton = element.tagName === "BUTTON";
  const show = (on) => {
    if (isButton) element.setAttribute("aria-pressed", String(on));
    else element.checked = on;
    apply(on);
  };
  const before = kept(id);
  show(before === null ? usual : before === "true");
  element.addEventListener(isButton ? "click" : "change", () => {
    const on = isButton ? element.getAttribute("aria-pressed") !== "true" : element.checked;
    keep(id, on);
    show(on);
  });
}

// Only how the page looks, sounds and is used is kept, in this browser; nothing of a call.
function keep(name, value) {
  try {
    localStorage.setItem(`phone-${name}`, value);
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

function kept(name) {
  try {
    return localStorage.getItem(`phone-${name}`);
  } catch {
    return null;
  }
}

document.body.dataset.script = "";
for (const each of document.querySelectorAll(".script")) each.hidden = each.id === "clock";
setting("dark", matchMedia("(prefers-color-scheme: dark)").matches, (on) => {
  document.documentElement.dataset.theme = on ? "dark" : "light";
});
setting("sound", true, (on) => {
  player.muted = !on;
});
setting("announce", true, (on) => {
  log.setAttribute("aria-live", on ? "polite" : "off");
});
setting("dial", true, () => {});
setting("pause", false, showClock);
