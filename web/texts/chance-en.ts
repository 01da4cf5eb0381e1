import type { ChanceTexts } from './chance-zh.ts';

export const chanceEn: ChanceTexts = {
  title: 'Draws by lot',
  lead: 'Experts, coefficients of the method and ties are drawn from random numbers that two or more parties commit to beforehand, together with a beacon of the ledger: nobody can steer them. Your number is made and kept in this browser; you commit to it first, and it is told by itself once the list is fixed.',
  leadPurchase: 'Experts and ties are drawn from random numbers that two or more parties commit to beforehand, together with a beacon of the ledger: nobody can steer them. Your number is made and kept in this browser; you commit to it first, and it is told by itself once the list is fixed.',
  need: 'Two parties at least (tenderer, supervisor …) commit before experts can be drawn or an opening with coefficients can begin.',
  keep: 'Go on in the same browser after committing: without its data this draw is void and has to be committed to anew.',
  purposes: { experts: 'Experts', coefficients: 'Coefficients', tie: 'A tie' },
  when: { experts: 'before experts are asked for', coefficients: 'before the opening', tie: 'before the opening' },
  commit: 'Commit', commitAll: (n) => `Commit to ${n}`, committing: 'Committing…', by: 'Committed', nobody: 'Nobody yet', own: 'You have committed', others: 'The tenderer commits',
  roles: { tenderer: 'Tenderer', supervisor: 'Supervisor', discipline: 'Discipline', bidder: 'Bidder' },
  states: { committing: 'waiting for the draw', frozen: 'list fixed, waiting for the beacon', revealing: 'numbers are being told', drawn: 'drawn', void: 'void, commit anew' },
  lost: 'Your number is not in this browser. Open this page in the browser that committed, or this draw is void in two minutes.',
  clock: { evaluation: 'Evaluation begins', lead: 'The clock of a demonstration only moves forward, and is the same for everybody. What falls due happens at once.', minutes: '10 minutes', hour: '1 hour', day: '1 day', hall: (name) => `Half an hour before “${name}” (sign in to the hall)`, before: (name) => `1 minute before “${name}”`, until: (name) => `To “${name}”`, moving: 'Moving…', leased: 'Another program holds the clock; try again in a moment.', failed: 'Not moved; try again. Only the machine that runs the platform can move it.' },
};
