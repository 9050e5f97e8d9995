// Keeps the page as the training is: asks once a second, and replaces the parts that are new.
"use strict";
(() => {
  const note = document.createElement("p");
  note.id = "live";
  note.className = "soft";
  note.setAttribute("role", "status");
  document.body.insertBefore(note, document.querySelector("section"));
  let version = document.documentElement.dataset.version;

  const say = (text) => {
    if (note.textContent !== text) {
      note.textContent = text;
    }
  };

  // What a reader has unfolded stays so.
  const replace = (old, fresh) => {
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    fresh.querySelectorAll("details").forEach((details, i) => {
      details.open = open[i] || false;
    });
    old.replaceWith(fresh);
  };

  const show = (html) => {
    const next = new DOMParser().parseFromString(html, "text/html");
    version = next.documentElement.dataset.version;
    document.title = next.title;
    document.querySelector("h1").textContent = next.querySelector("h1").textContent;
    document.querySelector("h1 + p").textContent = next.querySelector("h1 + p").textContent;
    const wanted = [...next.querySelectorAll("section")];
    for (const old of document.querySelectorAll("section")) {
      if (!wanted.some((section) => section.id === old.id)) {
        old.remove();
      }
    }
    for (const section of wanted) {
      const fresh = document.importNode(section, true);
      const old = document.getElementById(section.id);
      if (old === null) {
        document.body.append(fresh);
      } else {
        if (old.innerHTML !== fresh.innerHTML) {
          replace(old, fresh);
        }
        document.body.append(document.getElementById(section.id));
      }
    }
  };

  const ask = async () => {
    try {
      const answer = await fetch("page?after=" + version, { cache: "no-store" });
      if (answer.status === 200) {
        show(await answer.text());
      }
      say("Live: this page changes as the training goes on.");
      setTimeout(ask, 1000);
    } catch (e) {
      say("The training has ended, or can't be reached: this page changes no more.");
    }
  };
  ask();
})();
