/* The ledger's filter: buttons that show the claims of one verdict. Without JavaScript
 * all are shown. */
"use strict";

(() => {
  const TEXT = {
    group: "Show the claims that are ruled",
    verdicts: { all: "All", "holds": "Holds", "holds-with-limits": "Holds with limits",
      "wrong": "Wrong" },
    button: (verdict, count) => `${verdict} (${count})`,
    shown: (count, total) => `${count} of ${total} claims are shown.`,
  };

  /* The claims are the rows whose verdict stands in a column of its own. */
  function claims() {
    return [...document.querySelectorAll("table.ledger tbody tr")]
      .map((row) => ({ row, word: row.querySelector("td:nth-child(3) .verdict-word") }))
      .filter(({ word }) => word !== null)
      .map(({ row, word }) => ({ row, section: row.closest("section"),
        verdict: Object.keys(TEXT.verdicts)
          .find((key) => word.classList.contains(`verdict-${key}`)) }));
  }

  function start() {
    const all = claims();
    if (all.length === 0) return;
    const box = document.createElement("div");
    const says = document.createElement("output");
    box.className = "ledger-filter";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", TEXT.group);
    const belongs = (chosen) => (claim) => chosen === "all" || claim.verdict === chosen;
    const show = (chosen) => {
      for (const button of box.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.value === chosen));
      }
      for (const claim of all) claim.row.hidden = !belongs(chosen)(claim);
      for (const section of new Set(all.map((claim) => claim.section))) {
        section.hidden = !all.some((claim) =>
          claim.section === section && !claim.row.hidden);
      }
      says.textContent = TEXT.shown(all.filter(belongs(chosen)).length, all.length);
    };
    for (const [verdict, name] of Object.entries(TEXT.verdicts)) {
      const count = all.filter(belongs(verdict)).length;
      const button = Object.assign(document.createElement("button"),
        { type: "button", value: verdict, textContent: TEXT.button(name, count) });
      button.addEventListener("click", () => show(verdict));
      box.append(button);
    }
    box.append(says);
    all[0].section.before(box);
    show("all");
  }

  start();  // the page is whole: the script is loaded with `defer`
})();
