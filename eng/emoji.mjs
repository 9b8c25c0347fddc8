// Makes src/Kaiwa.Console/wwwroot/emoji.json from the npm package emojibase-data: [emoji, name, words, name in Japanese, words in Japanese].
//   npm install --no-save emojibase-data@17 && node eng/emoji.mjs
import { readFileSync, writeFileSync } from "node:fs";

const read = language => JSON.parse(readFileSync(`node_modules/emojibase-data/${language}/compact.json`, "utf8"));
const japanese = new Map(read("ja").map(emoji => [emoji.hexcode, emoji]));
const components = 2;
const hasGender = hexcode => /-200D-264[02]-FE0F$/.test(hexcode);
const rows = read("en")
  .filter(emoji => emoji.order !== undefined && emoji.group !== undefined && emoji.group !== components && !hasGender(emoji.hexcode))
  .sort((a, b) => a.order - b.order)
  .map(emoji => [emoji.unicode, emoji.label, (emoji.tags ?? []).join(" "), japanese.get(emoji.hexcode).label, (japanese.get(emoji.hexcode).tags ?? []).join(" ")]);
writeFileSync("src/Kaiwa.Console/wwwroot/emoji.json", "[\n" + rows.map(row => JSON.stringify(row)).join(",\n") + "\n]\n");
