// Every contact sheet by name.
import type { Sheet } from "./sheet.ts";
import { ageSheet } from "./sheets/age.ts";
import { marksSheet } from "./sheets/marks.ts";
import { mutationsSheet } from "./sheets/mutations.ts";
import { schoolsSheet } from "./sheets/schools.ts";
import { seasonSheet } from "./sheets/season.ts";
import { speciesSheet } from "./sheets/species.ts";
import { weatherSheet } from "./sheets/weather.ts";
import { yearSheet } from "./sheets/year.ts";

export const SHEETS: Record<string, () => Sheet> = {
  species: speciesSheet,
  year: yearSheet,
  schools: schoolsSheet,
  weather: weatherSheet,
  season: seasonSheet,
  age: ageSheet,
  marks: marksSheet,
  mutations: mutationsSheet,
};
