// SPDX-License-Identifier: MIT
// What a browser makes of TICKET.HTML: on a screen, on paper, by keyboard, without script.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { HtmlValidate } from "html-validate";

import { launch, open, print, tickets } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { width: 360, height: 740 };
const TABLET = { width: 900, height: 740 };
const DESK = { width: 1280, height: 900 };
const TWO_SERVERS = 5; // sheets
const LARGE = 50_000; // bytes of a plan: such tickets are looked at in fewer ways
const HUGE = 200_000;
const SEVERAL = 5;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Look at a ticket, and see at the end that nothing left it and nothing failed. */
async function look(ticket, options, body) {
  const opened = await open(browser, ticket, options);
  try {
    const result = await body(opened.page, opened.context);
    assert.deepEqual(opened.leaks, [], "requests that leave the page");
    assert.deepEqual(opened.errors, [], "messages of the console");
    return result;
  } finally {
    await opened.context.close();
  }
}

function squeeze(text) {
  return text.replace(/\s+/g, "");
}

const ALL = tickets();
const WORKING = ALL.filter(({ plan }) => plan.servers.length > 0);
const size = ({ plan }) => JSON.stringify(plan).length;
const SMALL = WORKING.filter((ticket) => size(ticket) <= LARGE);
assert.ok(SMALL.length >= 2, "there are tickets to look at: python -m tests.tickets FOLDER");

describe("markup", () => {
  const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });
  for (const ticket of ALL) {
    test(`${ticket.name} is valid`, async () => {
      const report = await validator.validateString(readFileSync(ticket.file, "utf8"));
      const found = report.results.flatMap(({ messages }) => messages);
      assert.deepEqual(found.slice(0, SEVERAL), []);
    });
  }
});

/** How a ticket is looked at: large ones, whose parts are those of the others, in fewer ways. */
function views(ticket) {
  if (size(ticket) > HUGE) return [["dark", DESK]];
  if (size(ticket) > LARGE) return [["light", DESK], ["dark", PHONE]];
  return ["light", "dark"].flatMap((scheme) => [PHONE, TABLET, DESK].map((port) => [scheme, port]));
}

describe("accessibility", () => {
  for (const ticket of ALL) {
    for (const [colorScheme, viewport] of views(ticket)) {
      test(`${ticket.name}, ${colorScheme}, ${viewport.width} px`, { timeout: 240_000 }, () =>
        look(ticket, { viewport, colorScheme }, async (page) => {
          await page.evaluate(AXE);
          const violations = await page.evaluate(async () => {
            const report = await globalThis.axe.run(document, { resultTypes: ["violations"] });
            return report.violations.map(({ id, help, nodes }) => [id, help, nodes[0].html, nodes.length]);
          });
          assert.deepEqual(violations, []);
          const { width, wide } = await page.evaluate(() => ({
            width: document.scrollingElement.scrollWidth,
            wide: [...document.body.querySelectorAll("*")]
              .filter((each) => !each.closest(".scroll") && each.getBoundingClientRect().right > innerWidth + 1)
              .slice(0, 5)
              .map((each) => each.outerHTML.slice(0, 200)),
          }));
          assert.ok(width <= viewport.width, `the page is ${width} px wide: ${wide.join("\n")}`);
        }));
    }
  }
});

describe("paper", () => {
  for (const ticket of WORKING) {
    for (const format of ["A4", "Letter"]) {
      test(`${ticket.name} on ${format}`, { timeout: 240_000 }, () =>
        look(ticket, {}, async (page) => {
          const { pages } = await print(page, ticket, format);
          const all = squeeze(pages.join(""));
          for (const text of pages) {
            assert.ok(squeeze(text).includes(ticket.plan.checksum), "the checksum is on every page");
          }
          assert.match(pages[0], /Change board/, "the decision page ends with its signatures");
          assert.match(pages[1], /^\s*Annexes/, "and is one sheet");
          if (ticket.name === "two-sites") assert.ok(pages.length <= TWO_SERVERS, `${pages.length} sheets`);
          if (!["hostile", "crowded"].includes(ticket.name)) {
            for (const each of ticket.plan.assignments) {
              const told = [each.server, each.connector, each.old_address, each.new_address, each.alias];
              for (const value of told) assert.ok(all.includes(squeeze(value)), value);
            }
            for (const text of pages.filter((each) => /^ *\S+ .+  (keep|move|manual)  +\S/m.test(each))) {
              assert.match(text, /Server +Connector +Partner +Conflict +Action/, "so has the address table");
            }
          }
          for (const text of pages.filter((each) => /^ *\d+ .+ administrator +\d+/m.test(each))) {
            // "Undo of step" may take two lines.
            assert.match(text, /([Ss]tep|Undo of) .*What +Who/, "the head of a table is repeated");
          }
        }));
    }
  }
});

describe("without script", () => {
  for (const ticket of WORKING) {
    test(`${ticket.name} has everything`, () =>
      look(ticket, { javaScriptEnabled: false, viewport: DESK }, async (page) => {
        assert.equal(await page.locator("#address-table tbody tr").count(), ticket.plan.assignments.length);
        const steps = ticket.plan.servers.reduce((sum, place) => sum + place.steps.length, 0);
        assert.equal(await page.locator("table.steps tbody tr").count(), steps);
        assert.equal(await page.locator(".tools:visible").count(), 0);
        assert.equal(await page.locator("thead button").count(), 0);
        assert.ok(await page.locator("input.tick").first().isVisible());
      }));
  }
});

describe("pictures", () => {
  for (const ticket of WORKING) {
    test(`${ticket.name}: all texts are inside, and none covers another`, () =>
      look(ticket, { viewport: DESK }, async (page) => {
        const faults = await page.evaluate(() => {
          const found = [];
          for (const picture of document.querySelectorAll("svg[data-picture]")) {
            const { width, height } = picture.viewBox.baseVal;
            const texts = [...picture.querySelectorAll("text")].filter((each) => each.textContent);
            const boxes = texts.map((each) => ({ box: each.getBBox(), text: each.textContent }));
            boxes.sort((one, other) => one.box.y - other.box.y);
            boxes.forEach(({ box, text }, at) => {
              const isInside = box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
              if (!isInside) found.push([picture.dataset.picture, text, "is cut off"]);
              for (let next = at + 1; next < boxes.length && boxes[next].box.y < box.y + box.height; next += 1) {
                const other = boxes[next].box;
                const across = Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x);
                const down = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y);
                // Boxes of letters are higher than letters are.
                if (across > 1 && down > 4) found.push([picture.dataset.picture, text, boxes[next].text]);
              }
            });
          }
          return found;
        });
        assert.deepEqual(faults.slice(0, SEVERAL), []);
      }));
  }

  test("can be read without colour: marks, lines and statuses differ in shape", () =>
    look(WORKING.find(({ name }) => name === "hub"), { viewport: DESK }, async (page) => {
      const shapes = await page.evaluate(() => {
        const marks = {};
        for (const mark of document.querySelectorAll("svg[data-picture] .mark")) {
          const form = mark.getAttribute("d")?.replace(/^M\S+ [\d.-]+/, "") ?? `ring ${mark.getAttribute("r")}`;
          (marks[mark.classList[1]] ??= new Set()).add(form);
        }
        const lines = {};
        for (const line of document.querySelectorAll("svg[data-picture] .line")) {
          const { strokeDasharray, strokeWidth } = getComputedStyle(line);
          lines[line.classList[1]] = `${strokeDasharray} ${strokeWidth}`;
        }
        const chips = {};
        for (const chip of document.querySelectorAll("#outages .chip")) {
          chips[chip.classList[1]] = getComputedStyle(chip).borderTopStyle;
        }
        const forms = Object.entries(marks).map(([kind, each]) => [kind, [...each].sort().join(" or ")]);
        return { marks: Object.fromEntries(forms), lines, chips };
      });
      assert.deepEqual(Object.keys(shapes.marks).sort(), ["conflict", "kept", "new", "open", "wall"]);
      assert.deepEqual(Object.keys(shapes.lines).sort(), ["conflict", "new", "open", "plain"]);
      assert.ok(Object.keys(shapes.chips).length >= 3, "several statuses are shown");
      for (const [what, kinds] of Object.entries(shapes)) {
        const forms = Object.values(kinds);
        assert.equal(new Set(forms).size, forms.length, `${what}: ${JSON.stringify(kinds)}`);
      }
    }));

  test("say on a phone that they scroll, and do", () =>
    look(SMALL[0], { viewport: PHONE }, async (page) => {
      const figures = await page.evaluate(() =>
        [...document.querySelectorAll("figure")].map((figure) => ({
          said: getComputedStyle(figure.querySelector("figcaption"), "::after").content,
          hidden: figure.querySelector(".scroll").scrollWidth - figure.querySelector(".scroll").clientWidth,
        })));
      assert.ok(figures.length >= 2);
      for (const { said, hidden } of figures) {
        assert.match(said, /scroll/);
        assert.ok(hidden > 0);
      }
    }));

  test("show each of up to 40 servers, and above that the hubs alone", async () => {
    const drawn = (name) =>
      look(WORKING.find((each) => each.name === name), { viewport: DESK }, (page) =>
        page.evaluate(() => {
          const texts = [...document.querySelectorAll("svg[data-picture^='after'] text")];
          const words = new Set(texts.flatMap((each) => each.textContent.split(" ")));
          const servers = new Set(
            [...document.querySelectorAll("#address-table tbody th")].map((each) => each.textContent),
          );
          const hubs = [...document.querySelectorAll("#topology figcaption bdi")].map((each) => each.textContent);
          return {
            hubs: [...new Set(hubs)],
            servers: servers.size,
            missing: [...servers].filter((each) => !words.has(each)),
          };
        }));
    assert.deepEqual(await drawn("forty"), { hubs: ["HUB1"], servers: 40, missing: [] });
    assert.deepEqual(await drawn("many"), {
      hubs: ["HUB1", "HUB2"],
      servers: 41,
      missing: ["VARNA", "YORK"],
    });
  });
});

describe("tick boxes", () => {
  const ticket = SMALL.find(({ name }) => name === "two-sites");

  test("survive a reload, and are told", () =>
    look(ticket, { viewport: DESK }, async (page) => {
      const box = page.locator("input.tick").nth(1);
      await box.focus();
      await page.keyboard.press("Space");
      await page.reload();
      assert.ok(await box.isChecked());
      assert.equal(await page.locator("input.tick:checked").count(), 1);
      assert.match(await page.locator("#step-count").innerText(), /^1 of \d+ /);
      const kept = await page.evaluate(() => Object.entries(localStorage));
      assert.deepEqual(kept, [[`x400fix ${ticket.plan.checksum}`, "2"]]);
    }));

  test("are printed empty", () =>
    look(ticket, { viewport: DESK }, async (page) => {
      const box = page.locator("input.tick").first();
      const look = async (media) => {
        await page.emulateMedia({ media });
        return (await box.screenshot()).toString("base64");
      };
      const empty = { screen: await look("screen"), print: await look("print") };
      await page.emulateMedia({ media: "screen" });
      await box.check();
      await page.evaluate(() => document.activeElement.blur());
      assert.notEqual(await look("screen"), empty.screen);
      assert.equal(await look("print"), empty.print);
    }));

  test("work where storage is refused", () =>
    look(
      ticket,
      {
        setUp: (page) =>
          page.addInitScript(() => {
            Object.defineProperty(window, "localStorage", {
              get() {
                throw new DOMException("refused", "SecurityError");
              },
            });
          }),
      },
      async (page) => {
        await page.locator("input.tick").first().check();
        assert.match(await page.locator("#step-count").innerText(), /^1 of \d+ /);
      },
    ));
});

describe("the address table", () => {
  const ticket = WORKING.find(({ name }) => name === "hub");

  test("is sorted by keyboard", () =>
    look(ticket, { viewport: DESK }, async (page) => {
      const head = page.locator("#address-table thead th", { hasText: "Address afterwards" });
      await head.locator("button").focus();
      await page.keyboard.press("Enter");
      assert.equal(await head.getAttribute("aria-sort"), "ascending");
      const column = () => page.locator("#address-table tbody tr td:nth-child(7)").allInnerTexts();
      const up = (await column()).filter((text) => /^[\d.]+$/.test(text));
      const number = (text) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
      assert.deepEqual(up, [...up].sort((one, other) => number(one) - number(other)));
      await page.keyboard.press("Space");
      assert.equal(await head.getAttribute("aria-sort"), "descending");
      assert.deepEqual((await column()).filter((text) => /^[\d.]+$/.test(text)), [...up].reverse());
    }));

  test("is filtered by keyboard, and printed whole", () =>
    look(ticket, { viewport: DESK }, async (page) => {
      await page.locator("#filter").focus();
      await page.keyboard.type("athens MOVE");
      const rows = page.locator("#address-table tbody tr:visible");
      assert.equal(await rows.count(), 6);
      assert.match(await page.locator("#filter-count").innerText(), /^6 of 30 rows/);
      await page.emulateMedia({ media: "print" });
      assert.equal(await rows.count(), 30);
      const { pages } = await print(page, ticket, "A4");
      assert.match(pages.join(""), /10\.10\.0\.76/);
    }));
});

describe("the keyboard", () => {
  for (const ticket of SMALL) {
    test(`reaches everything in ${ticket.name}, and shows where it is`, () =>
      look(ticket, { viewport: DESK }, async (page) => {
        const wanted = await page.evaluate(() => {
          const all = document.querySelectorAll("a[href], button, input, [tabindex='0']");
          return [...all].filter((each) => each.checkVisibility()).length;
        });
        const hidden = new Set();
        let reached = 0;
        for (; reached <= wanted; reached += 1) {
          await page.keyboard.press("Tab");
          const state = await page.evaluate(() => {
            const at = document.activeElement;
            if (at === document.body || at.dataset.seen) return null;
            at.dataset.seen = "yes";
            return { tag: at.tagName, outline: getComputedStyle(at).outlineStyle };
          });
          if (!state) break;
          if (state.outline === "none") hidden.add(state.tag);
        }
        assert.equal(reached, wanted);
        assert.deepEqual([...hidden], []);
      }));
  }
});
