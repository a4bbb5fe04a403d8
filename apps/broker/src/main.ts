import { type BrokerConfig, ConfigError, readConfig } from './config.js';

const config = configOrExit();
// What the broker is made of takes a second to load; settings that are wrong are said without it.
const { runBroker } = await import('./run-broker.js');
await runBroker(config);

function configOrExit(): BrokerConfig {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
