// SPDX-License-Identifier: MIT
// Takes pictures of every ticket for people to look at: node pictures.mjs FOLDER

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { launch, open, tickets } from "./browser.mjs";

const FOLDER = process.argv[2];
const SLICE = 1600; // px: what can still be read on one picture
const VIEWS = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: SLICE } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: SLICE } },
  { name: "phone", colorScheme: "light", viewport: { width: 360, height: SLICE } },
];
const MOST = 16; // slices of a view, and sheets of paper; long tickets go on in the same way
const SHARPNESS = "70"; // dots per inch of a sheet

/** The page from top to bottom, slice by slice. */
async function shoot(browser, ticket, { name, ...settings }, folder) {
  const { context, page } = await open(browser, ticket, settings);
  const height = await page.evaluate(() => document.scrollingElement.scrollHeight);
  for (let y = 0, at = 1; y < height && at <= MOST; y += SLICE, at += 1) {
    await page.evaluate((top) => scrollTo(0, top), y);
    await page.screenshot({ path: join(folder, `${name}-${String(at).padStart(2, "0")}.png`) });
  }
  await context.close();
}

/** A PNG of each sheet of a PDF. */
function develop(pdf, stem) {
  execFileSync("pdftoppm", ["-png", "-r", SHARPNESS, "-l", String(MOST), pdf, stem]);
}

const browser = await launch();
for (const ticket of tickets()) {
  const folder = join(FOLDER, ticket.name);
  mkdirSync(folder, { recursive: true });
  for (const view of VIEWS) await shoot(browser, ticket, view, folder);
  const { context, page } = await open(browser, ticket);
  const printed = join(folder, "print.pdf");
  await page.pdf({ path: printed, format: "A4", timeout: 180_000 });
  await context.close();
  develop(printed, join(folder, "print"));
  rmSync(printed);
  const paper = join(dirname(ticket.file), "TICKET.PDF");
  if (existsSync(paper)) develop(paper, join(folder, "pdf"));
}
await browser.close();
console.log(`Written into ${FOLDER}`);
