import { damaged, missing, place, surplus } from './book.js';
import type { Chapter } from './chapter.js';
import { closing, type PointSaid } from './said.js';

/** What the pickup points did with one bundle: what came there, was handed out, and was left when they closed. */
export class Points {
  constructor(private readonly of: Chapter) {}

  /** What came to a point on its own comes first, then what was carried between points, what households got, and what was lost or sorted. */
  handOutAll(): void {
    const { points } = this.of.run;
    points.forEach(({ id }) => this.of.noteInto(place('pickup-point', id)));
    this.carry();
    points.forEach((point) => this.handOut(point));
    points.forEach((point) => {
      this.close(point);
      this.passOn(point);
    });
  }

  /** From point to point, there and back again: whichever can go next goes; what cannot is more than there is. */
  private carry(): void {
    for (let left = this.of.notes.carried(); left.length;) {
      const next = left.find(({ leg }) => this.of.book.held(leg.from) >= leg.portions) ?? left[0];
      if (next) this.of.book.move(next.leg, next.spoken);
      left = left.filter((flow) => flow !== next);
    }
  }

  private handOut({ id, handedOut, notInBags }: PointSaid): void {
    const at = place('pickup-point', id);
    this.of.book.handOut(at, handedOut[this.of.bundle] ?? 0);
    this.of.book.handOut(at, notInBags?.missing[this.of.bundle] ?? 0, missing);
    this.of.book.handOut(at, notInBags?.damaged[this.of.bundle] ?? 0, damaged);
    this.of.noteOutOf(at);
  }

  /** Less than the books say is missing; more was missing before. More than that is no count but a slip of the pen, and refused. */
  private close(point: PointSaid): void {
    const [spoken, at, left] = [closing(this.of.run, point), place('pickup-point', point.id), this.leftAt(point)];
    if (!spoken || left === undefined) return;
    const held = this.of.book.held(at);
    const step = point.close ? 'closePickup' : 'wrapUp';
    this.of.book.lose(step, at, held - left, spoken);
    const again = point.close ? left - held : Math.min(left - held, this.of.book.held(missing));
    this.of.book.move({ kind: 'find', step, from: missing, to: at, portions: again }, spoken);
    this.of.book.move({ kind: 'find', step, from: surplus, to: at, portions: left - held - again }, spoken);
  }

  /** What was passed on after the point had closed, whether it was counted then or not. */
  private passOn({ id }: PointSaid): void {
    for (const { leg, spoken } of this.of.notes.outOfRest(place('pickup-point', id))) this.of.book.move(leg, spoken);
  }

  /** Counted at the close; or from paper once everybody on it has got theirs: that may be more than the books know of. */
  private leftAt({ close, cameBack }: PointSaid): number | undefined {
    const { wrapUp } = this.of.run;
    const counted = close ? close.left?.[this.of.bundle] : wrapUp?.listed ? wrapUp.report.left?.[this.of.bundle] : undefined;
    return counted === undefined ? undefined : counted + (cameBack?.[this.of.bundle] ?? 0);
  }
}
