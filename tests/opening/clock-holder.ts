// A runner that holds the demo's clock until it is killed.
import { Client } from '../../src/play/client.ts';
import { Clock } from '../../src/play/clock.ts';

const [url = ''] = process.argv.slice(2);
await Clock.take(new Client(url, '', null), 'held', { waitMs: 10_000 });
process.stdout.write('held\n');
setInterval(() => undefined, 60_000);
