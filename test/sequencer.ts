// In which order the files of tests run, two at a time. vitest knows how long each took the last time, which a fresh
// clone does not, and else begins with the largest. Some small files take long, and would end the run alone.
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Small, and among the longest: they wait for a chain, start a page often, or play a story many times. */
const LONG = [
  "test/web/journey.browser.test.ts",
  "test/web/accessibility.browser.test.ts",
  "test/web/painting.browser.test.ts",
  "test/web/faults.browser.test.ts",
];

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      LONG.some((file) => moduleId.endsWith(file));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
