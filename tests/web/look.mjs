// Screenshots against looks that are kept in looks.json: a picture as a grid of mean colours. Fonts and hinting of another
// machine pass; a part that moved, vanished or changed its colour does not. RF_RECORD_LOOKS=1 writes what is seen now.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const KEPT = new URL("looks.json", import.meta.url);
const COLUMNS = 48, ROWS = 30;
const STEPS = 1; // of 15: how far a colour may be off
const SHARE = 0.04; // of the cells that may be further off

/** Rows of cells, each three hexadecimal digits: red, green, blue. `page` must be one whose policy lets data be drawn. */
export async function lookOf(page, png) {
  return page.evaluate(async ({ png, columns, rows }) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, image.width, image.height);
    const cell = (column, row) => {
      const sum = [0, 0, 0];
      let count = 0;
      for (let y = Math.floor((row * image.height) / rows); y < Math.floor(((row + 1) * image.height) / rows); ++y)
        for (let x = Math.floor((column * image.width) / columns); x < Math.floor(((column + 1) * image.width) / columns); ++x, ++count)
          for (let part = 0; part < 3; ++part) sum[part] += data[4 * (y * image.width + x) + part];
      return sum.map((one) => Math.round((15 * one) / (255 * count)).toString(16)).join("");
    };
    return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => cell(column, row)).join(""));
  }, { png: png.toString("base64"), columns: COLUMNS, rows: ROWS });
}

/** The share of cells whose colour is another. */
export function difference(a, b) {
  let others = 0;
  for (let row = 0; row < ROWS; ++row)
    for (let column = 0; column < COLUMNS; ++column) {
      const at = (look, part) => parseInt(look[row][3 * column + part], 16);
      if ([0, 1, 2].some((part) => Math.abs(at(a, part) - at(b, part)) > STEPS)) ++others;
    }
  return others / (ROWS * COLUMNS);
}

/** Demands that a picture looks as the one of that name did. */
export async function looksAsKept(page, name, png) {
  const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT)) : {};
  const seen = await lookOf(page, png);
  if (process.env.RF_RECORD_LOOKS) {
    writeFileSync(KEPT, `${JSON.stringify(Object.fromEntries(Object.entries({ ...kept, [name]: seen }).sort()), null, 1)}\n`);
    return;
  }
  assert.ok(kept[name], `no look '${name}' is kept: record it with RF_RECORD_LOOKS=1`);
  const share = difference(kept[name], seen);
  console.log(`look ${name}: ${(100 * share).toFixed(1)} % of the cells differ (bar ${100 * SHARE} %)`);
  assert.ok(share <= SHARE, `${name} looks different in ${(100 * share).toFixed(1)} % of its cells`);
}

export const looksDifferent = (a, b) => difference(a, b) > SHARE;
