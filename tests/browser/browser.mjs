// SPDX-License-Identifier: MIT
// Starts Chromium, and opens tickets in it so that whatever leaves the page is noticed.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

export const FOLDER = process.env.TICKETS ?? fileURLToPath(new URL("../../build/tickets", import.meta.url));
export const SCRATCH = mkdtempSync(join(tmpdir(), "tickets-"));

const EXECUTABLES = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Every ticket with its plan and the address of its page. */
export function tickets() {
  return readdirSync(FOLDER)
    .filter((name) => existsSync(join(FOLDER, name, "TICKET.HTML")))
    .map((name) => {
      const file = join(FOLDER, name, "TICKET.HTML");
      const plan = JSON.parse(readFileSync(join(FOLDER, name, "PLAN.json"), "utf8"));
      return { name, file, url: pathToFileURL(file).href, plan };
    });
}

/** Chromium without a screen. */
export function launch() {
  const executablePath = EXECUTABLES.find((path) => existsSync(path));
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Open a ticket; ``leaks`` and ``errors`` gather what must never happen. */
export async function open(browser, ticket, options = {}) {
  const { setUp, ...settings } = options;
  const context = await browser.newContext(settings);
  const page = await context.newPage();
  const leaks = [];
  const errors = [];
  await context.route("**", (route) => {
    const url = route.request().url();
    if (url === ticket.url) return route.continue();
    leaks.push(url);
    return route.abort();
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  if (setUp) await setUp(page, context);
  await page.goto(ticket.url);
  return { context, page, leaks, errors };
}

/** The text of each page of a ticket's PDF, and the PDF's path. */
export async function print(page, ticket, format) {
  const path = join(SCRATCH, `${ticket.name}-${format}.pdf`);
  await page.pdf({ path, format, timeout: 180_000 });
  const text = execFileSync("pdftotext", ["-layout", "-enc", "UTF-8", path, "-"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { path, pages: text.split("\f").slice(0, -1) };
}
