// What the page does for whoever sends a list of questions. A file is not kept here: where it may not have arrived this is
// said, and it stays chosen, under the same id. The words are in the page; its form comes and goes with what the person
// may do, so it is looked for each time.
(() => {
  "use strict";
  const notice = document.getElementById("notice");
  const entries = document.getElementById("entries");
  // By its attribute: a field named `id` stands in the way of the property.
  const isFile = (element) => element instanceof Element && element.matches("#bring");

  document.addEventListener("submit", (event) => {
    if (!isFile(event.target)) return;
    const { largest, tooLarge } = event.target.dataset;
    if (!((event.target.elements.file.files[0]?.size ?? 0) > Number(largest))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    notice.textContent = tooLarge;
  }, true);

  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (!isFile(ctx.sourceElement)) return;
    ctx.request.body.set("after", entries.lastElementChild?.id.slice(1) ?? "0");
    ctx.sourceElement.setAttribute("aria-busy", "true");
    notice.textContent = ctx.sourceElement.dataset.onItsWay;
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const sent = ctx.sourceElement;
    if (!isFile(sent)) return;
    sent.removeAttribute("aria-busy");
    if (ctx.response?.status === 200) sent.elements.file.value = "";
    if (notice.textContent === sent.dataset.onItsWay) notice.textContent = sent.dataset.notThere;
  });
})();
