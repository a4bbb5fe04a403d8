import { describe, expect, it, jest } from '@jest/globals';
import type { Logger } from 'pino';
import { Admission } from './admission.js';

function admissionOf(most: number) {
  const log = { warn: jest.fn(), info: jest.fn() };
  return { log, admission: new Admission(most, log as unknown as Logger) };
}

describe('admission', () => {
  it('turns away what comes when all places are taken, and lets in who comes when one is free', () => {
    const { admission } = admissionOf(2);
    expect([admission.enter(), admission.enter(), admission.enter()]).toEqual([true, true, false]);
    admission.leave();
    expect([admission.enter(), admission.enter()]).toEqual([true, false]);
  });

  it('tells the log once that calls are turned away, and once how many were', () => {
    const { admission, log } = admissionOf(4);
    for (let n = 0; n < 7; n += 1) admission.enter();
    expect(log.warn).toHaveBeenCalledTimes(1);
    admission.leave();
    expect(log.info).not.toHaveBeenCalled();
    admission.leave();
    admission.leave();
    expect(log.info.mock.calls).toEqual([[{ turnedAway: 3 }, 'calls are taken again']]);
  });

  it('tells nothing while there is room', () => {
    const { admission, log } = admissionOf(1);
    admission.enter();
    admission.leave();
    expect([log.warn, log.info].map((said) => said.mock.calls)).toEqual([[], []]);
  });
});
