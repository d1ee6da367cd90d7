// What the page does beyond HTML: Enter sends, nothing is shown twice, only the newest buttons press, and a message is
// kept and sent again, under the same id, until the bot has it. There are no words in here; they are in the page.
(() => {
  "use strict";
  const form = document.getElementById("say");
  const box = document.getElementById("box");
  const entries = document.getElementById("entries");
  const stream = document.getElementById("stream");
  const waiting = document.getElementById("waiting");
  const words = document.getElementById("waiting-words").content.textContent;
  const KEPT = "notdate.pending";
  let pending = null; // the fields of the form that is not acknowledged yet
  let tries = 0;
  let reopened = 0;

  const lastId = () => entries.lastElementChild?.id.slice(1) ?? "0";

  const keep = (fields) => {
    pending = fields;
    box.readOnly = fields !== null;
    form.setAttribute("aria-busy", String(fields !== null));
    try {
      if (fields) sessionStorage.setItem(KEPT, JSON.stringify(fields));
      else sessionStorage.removeItem(KEPT);
    } catch { /* storage is off: a reload is not covered, everything else is */ }
  };

  const resend = () => pending && htmx.ajax("POST", "/say", { source: form, swap: "none", values: pending });

  const wait = (seconds) => {
    waiting.textContent = words;
    setTimeout(resend, 1000 * (seconds || Math.min(10, 2 ** tries++)));
  };

  // One at a time: what is pending goes first.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || !pending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== form) return;
    if (!pending) keep({ ...Object.fromEntries(ctx.request.body), since: Date.now() });
    else ctx.request.body.set("waited", Date.now() - pending.since);
    ctx.request.body.set("after", lastId());
    ctx.request.body.set("brings", document.getElementById("bring") ? "1" : "");
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== form || !pending) return;
    const status = ctx.response?.status ?? 0;
    if (status === 0 || status === 429 || status >= 500) {
      wait(Number(ctx.response?.headers.get("Retry-After")));
      return;
    }
    const typed = !pending.press;
    if (status === 200 && typed) box.value = "";
    if (status !== 200 && typed) box.value = pending.text;
    tries = 0;
    waiting.textContent = "";
    keep(null);
  });

  // The stream and the answer to a form both bring what is new; whichever comes second brings nothing. What was edited
  // comes to take its own place.
  document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
    for (const task of tasks)
      for (const item of task.fragment.querySelectorAll("li[id]")) {
        const shown = document.getElementById(item.id);
        if (shown && shown !== task.target) item.remove();
      }
  });

  document.addEventListener("htmx:after:swap", () => {
    const byKey = document.activeElement?.matches(".entry button:focus-visible");
    const spoken = entries.querySelectorAll(".bot");
    const newest = spoken[spoken.length - 1];
    for (const old of entries.querySelectorAll("[data-live]")) {
      if (old === newest) continue;
      old.removeAttribute("data-live");
      old.querySelector(".answers")?.remove();
      for (const button of old.querySelectorAll("button")) {
        const offer = document.createElement("p");
        offer.className = button.className;
        offer.dir = "auto";
        offer.append(...button.childNodes);
        button.replaceWith(offer);
      }
    }
    if (byKey && document.activeElement === document.body) (newest?.querySelector("button") ?? box).focus();
  });

  // What cannot be shown is named as such; errors of pictures and sounds do not rise, so they are caught on their way.
  document.addEventListener("error", ({ target }) => {
    const place = target instanceof Element && target.closest(".enclosed");
    if (!place) return;
    place.classList.add("lost");
    place.querySelector("[hidden]")?.removeAttribute("hidden");
  }, true);

  // The extension comes back by itself after a stream that once ran, not after a first one that failed.
  for (const name of ["htmx:error", "htmx:response:error"])
    stream.addEventListener(name, () => {
      setTimeout(() => htmx.trigger(stream, "reopen"), 1000 * Math.min(30, 2 ** reopened++));
    });
  stream.addEventListener("htmx:sse:after:connection", () => { reopened = 0; });

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (box.value.trim()) form.requestSubmit(form.querySelector(".send"));
  });

  // Where there is a keyboard anyway; on a phone it would cover half of what was said.
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) box.focus({ preventScroll: true });

  const kept = (() => { try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; } })();
  if (kept && typeof kept === "object") {
    if (!kept.press) box.value = kept.text ?? "";
    keep(kept);
    document.addEventListener("DOMContentLoaded", () => setTimeout(resend), { once: true });
  }
})();
