/* Keys for those who work here a lot. Without this file everything works all the same. */
"use strict";

(() => {
  const OFF = "console-keys-off";
  const code = document.getElementById("code");
  if (code && location.hash.length > 1) {
    // The code stands behind the #, which no browser sends anywhere; it does not stay in the history either.
    code.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname + location.search);
    code.form.querySelector("button").focus();
  }

  const off = document.getElementById("keys-off");
  const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  if (off) {
    off.checked = isOff();
    off.addEventListener("change", () => { try { localStorage.setItem(OFF, off.checked ? "1" : "0"); } catch { /* not kept */ } });
  }

  for (const form of document.querySelectorAll("form[data-busy]")) {
    form.addEventListener("submit", () => form.querySelector("button").setAttribute("aria-busy", "true"));
  }

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const linkOf = (row) => row.querySelector("[data-open]") ?? row.querySelector("a, button");
  const current = () => document.activeElement?.closest("[data-row]");

  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    linkOf(all[next])?.focus();
  };

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    J: () => current()?.querySelector("[data-key=J]")?.click(),
    K: () => current()?.querySelector("[data-key=K]")?.click(),
    g: () => document.querySelector("nav a")?.focus(),
    "?": () => {
      const help = document.getElementById("keys");
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isOff()) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
