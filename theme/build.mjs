// Builds what static/ serves from the sources in this folder: the style sheet and the icon sprite.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const site = join(here, "..", "static");

function declarations(colours, theme) {
  return Object.entries(colours).map(([name, value]) => `  --${name}: ${value[theme]};`).join("\n");
}

function chartDeclarations(colours) {
  return colours.map((colour, position) => `  --chart-${position + 1}: ${colour};`).join("\n");
}

// The tokens become two mixins, because the dark theme is reached in two ways: the system and the switch.
function tokensAsSass() {
  const tokens = JSON.parse(readFileSync(join(here, "tokens.json"), "utf8"));
  const mixins = ["light", "dark"].map(
    (theme) =>
      `@mixin ${theme} {\n  color-scheme: ${theme};\n${declarations(tokens.colours, theme)}\n` +
      `${chartDeclarations(tokens.chart[theme])}\n}\n`,
  );
  const buildTime = ["paper", "surface", "ink", "link", "line", "control"]
    .map((name) => `$${name}: ${tokens.colours[name].light};`)
    .join("\n");
  return `${buildTime}\n\n${mixins.join("\n")}`;
}

function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const source = readFileSync(join(here, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
    const shapes = source.replace(/<!--.*?-->/gs, "").replace(/^.*?<svg[^>]*>|<\/svg>\s*$/gs, "").replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  const star = '<symbol id="star" viewBox="0 0 24 24"><path d="M12 2l3 6.6 7 .8-5.2 4.8 1.4 7L12 17.7 5.8 21.2l1.4-7L2 9.4l7-.8z"/></symbol>';
  const licence = "<!-- Icons: Lucide (https://lucide.dev), ISC License, Copyright (c) Lucide Icons and Contributors; parts MIT, Copyright (c) Cole Bemis. -->";
  return `${licence}\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n${star}\n</svg>\n`;
}

mkdirSync(join(here, "generated"), { recursive: true });
writeFileSync(join(here, "generated", "_tokens.scss"), tokensAsSass());
writeFileSync(join(site, "icons.svg"), sprite());
execFileSync(
  join(here, "node_modules/.bin/sass"),
  ["--style=compressed", "--no-source-map", "--quiet-deps", "--silence-deprecation=import,global-builtin",
    `--load-path=${join(here, "node_modules")}`, `--load-path=${here}`,
    join(here, "scss/theme.scss"), join(site, "css/theme.css")],
  { stdio: "inherit" },
);
