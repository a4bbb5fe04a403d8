import type { GrantUpkeep } from '@app/vault';
import type { Logger } from 'pino';
import type { Task } from '../jobs/task.js';

/** Looks ahead: how many people will have to consent again, and whether DingTalk's limit carries the grants there are. */
export class ForecastExpiry implements Task {
  readonly name = 'forecast_expiry';
  readonly everySeconds = 300;

  constructor(
    private readonly upkeep: GrantUpkeep,
    private readonly log: Logger,
  ) {}

  async run(): Promise<void> {
    await this.upkeep.computeForecasts();
    for (const { application, refreshesPerSecond, callsPerSecond } of await this.upkeep.forecasts()) {
      if (refreshesPerSecond > callsPerSecond)
        this.log.error(
          { application, refreshesPerSecond, callsPerSecond },
          'the budget of calls is too small for the grants',
        );
    }
  }
}
