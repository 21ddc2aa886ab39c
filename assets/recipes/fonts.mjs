// SPDX-License-Identifier: Apache-2.0
// Noto Naskh Arabic and Noto Nastaliq Urdu, cut to the letters of Arabic, Urdu and Persian, and their stylesheet.
//
// The whole Nastaliq weighs more than a page may; the letters of other languages stand in a second file that a
// browser fetches only where one occurs. A third, tiny one writes the languages' own names on pages in English.

import subsetFont from "subset-font";

const LETTERS =
  "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيٱپچژکگڤٹڈڑںھہۂۃۀیےۓ،؛؟۔ًٌٍَُِّْٰٓٔٗ٘" + "\u200c\u200d\u200e\u200f";
// Without the space, which a Nastaliq makes too narrow for what stands in Latin beside it.
const SCRIPT = "U+600-6FF,U+750-77F,U+870-8FF,U+FB50-FDFF,U+FE70-FEFC";
const NAMES = "العربية اردو";

const FACES = [
  { family: "Taawun Naskh", font: "noto-naskh-arabic", weights: [400, 700] },
  // A Nastaliq is written in one weight; the browser thickens it for what stands out.
  { family: "Taawun Nastaliq", font: "noto-nastaliq-urdu", weights: [400] },
];

/** Return code points as a stylesheet's unicode-range. */
function points(text) {
  const codes = [...new Set([...text].map((letter) => letter.codePointAt(0)))].sort((a, b) => a - b);
  return codes.map((point) => `U+${point.toString(16).toUpperCase()}`).join(",");
}

/** Return the rule that makes one file part of a family. */
function face(family, weight, file, range) {
  return `@font-face{font-family:"${family}";font-weight:${weight};font-display:swap;` +
    `src:url("${file}") format("woff2");unicode-range:${range}}`;
}

/** Write the fonts and fonts.css, which the desk links after its own sheet. */
export async function build({ put, of }) {
  const rules = [];
  for (const { family, font, weights } of FACES) {
    for (const weight of weights) {
      const whole = of(`@fontsource/${font}/files/${font}-arabic-${weight}-normal.woff2`);
      const cut = await subsetFont(whole, LETTERS, { targetFormat: "woff2" });
      rules.push(face(`${family} Rare`, weight, put(`${font}-rare-${weight}.woff2`, whole), SCRIPT));
      rules.push(face(family, weight, put(`${font}-${weight}.woff2`, cut), points(LETTERS)));
    }
    const regular = of(`@fontsource/${font}/files/${font}-arabic-400-normal.woff2`);
    const tiny = await subsetFont(regular, NAMES, { targetFormat: "woff2" });
    rules.push(face(`${family} Name`, 400, put(`${font}-name.woff2`, tiny), points(NAMES.replace(" ", ""))));
  }
  put("fonts.css", rules.join("\n") + "\n");
}
