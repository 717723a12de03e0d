// The hour: dragging anywhere, a slider for the keyboard and for who cannot see, and words that come when asked.
// Both stand in the document already.
import { type Moment, minuteOf } from "./moment.ts";

export interface Hours {
  /** Unix seconds that are shown. */
  time: number;
  /** Seconds until the day goes on by itself; above 2, somebody is moving through the hours. */
  rest: number;
  /** Lets seconds pass, at as many seconds a second. */
  pass(seconds: number, speed: number): void;
  /** Says which hour it is. */
  say(name: string): void;
}

export function hoursOf(moment: Moment): Hours {
  const bar = document.querySelector("p")!;
  const [words, slider] = bar.children as unknown as [HTMLOutputElement, HTMLInputElement];
  let isPaused = false;
  const hours: Hours = {
    time: moment.instant,
    rest: 5,
    pass(seconds, speed) {
      hours.rest -= seconds;
      bar.className = hours.rest > 0 ? "on" : "";
      if (hours.rest < 0 && !isPaused) hours.time += seconds * speed;
    },
    say(name) {
      const minute = minuteOf(moment, hours.time);
      const text = `${(minute / 60) | 0}:${`${100 + (minute % 60)}`.slice(1)} ${name}`;
      if (words.value === text) return;
      words.value = slider.ariaValueText = text;
      slider.value = `${minute}`;
    },
  };
  slider.oninput = () => {
    hours.rest = 3;
    hours.time += (slider.valueAsNumber - minuteOf(moment, hours.time)) * 60;
  };
  onpointermove = (event) => {
    hours.rest = Math.max(hours.rest, 2);
    if (!event.buttons || event.target === slider) return;
    hours.rest = 3;
    // A day is as wide as the window.
    hours.time += (event.movementX / innerWidth) * 86_400;
  };
  onkeydown = (event) => {
    hours.rest = Math.max(hours.rest, 2);
    slider.focus();
    if (event.key === " ") isPaused = !isPaused;
  };
  ondblclick = () => {
    hours.time = moment.instant;
  };
  return hours;
}
