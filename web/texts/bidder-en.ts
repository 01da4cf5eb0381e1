import type { BidderTexts } from './bidder-zh.ts';

export const bidderEn: BidderTexts = {
  read: { title: 'Tender documents', readFirst: 'Read the public documents first' },
  materials: { title: 'What you hand in', hint: 'As the tender documents list it. Tick what is ready; it is kept in this browser alone.', ready: (n, of) => `${n} of ${of} ready` },
  session: { ended: 'Your session has ended.', kept: 'All you typed on this page is still here.', renew: (name) => `Go on as ${name}`, failed: 'It did not work. Check your connection and try again.' },
  submit: {
    unfinished: 'Your last submission was not finished', unfinishedFrom: 'Begun', price: (text) => `price ${text} yuan,`, files: (n) => `${n} ${n === 1 ? 'file' : 'files'}`, sealedHere: 'Sealed; the sealed file is kept in this browser.', uploaded: 'Sealed and uploaded, not signed and submitted yet.',
    unfinishedHint: 'What was not submitted is no bid. Going on submits what was sealed then, whatever the form above says now; to submit something else, give this one up first.', goOn: 'Go on submitting', drop: 'Give it up', dropSure: 'Give up this unfinished submission? The sealed file is deleted from this browser; the form stays.',
    mayReload: 'Nothing is lost if the line breaks or the page is closed: come back to this page to go on.', waiting: 'The line or the platform is away for the moment. It goes on by itself, and nothing is submitted twice.', otherTab: 'Another tab is submitting this bid. Look there.', changed: 'Your bids have just changed elsewhere. Look at "Your bids" above before you submit.',
    sealedGone: 'The sealed file is not in this browser any more. Choose the files again and submit.', unknown: 'Please try again. If it still fails, tell the trading centre this code:',
    codes: {
      'storage-full': 'This computer or browser has no room left. Free some and try again.', 'seal.price_above_ceiling': 'The price is above the ceiling.', 'unreachable': 'No connection. Check it and go on.', 'internal': 'Sealing failed. If a file was changed or moved since it was chosen, choose it again.', 'upload-too-large': 'The files are larger than the platform takes.',
    },
  },
  receipt: { title: 'Receipt of a bid', none: 'There is no such receipt.', back: 'Back to the bid', open: 'See and print the receipt', seq: 'Bid number', envelope: 'SHA-256 of the sealed file', print: 'Print', pdf: 'Receipt as PDF', proof: 'Proof', proofHint: 'This receipt stands in the public ledger, where the platform cannot change or remove it unseen. Your browser checks it here by itself: from the digest of the receipt on, joined step by step with the digest beside it, until the one is reached that the ledger has published and signed.', platform: 'Platform', bidder: 'Bidder', deadline: 'Bid deadline' },
  stands: { title: 'Submitted', text: 'Your bid is sealed and submitted; there is nothing to do now. At the opening please sign in, decrypt and confirm in the hall.', replace: 'Replace the bid', replaceHint: 'Before the deadline another bid can take its place; above it can be withdrawn.' },
  mine: {
    states: { drafting: 'Being sealed', submitted: 'Submitted', revoked: 'Revoked', decrypted: 'Decrypted', valid: 'Valid', ranked: 'Ranked', candidate: 'Candidate', returned: 'Returned', rejected: 'Rejected', winner: 'Winner', lost: 'Not awarded', disqualified: 'Disqualified', contracted: 'Contracted' },
    revoke: 'Revoke the bid', revokeHint: 'Revoking after the deadline: the deposit may be kept, and it is noted in your credit record (Implementing Regulations, art. 35). It cannot be undone.', revokeSure: 'Revoke this bid? It cannot be undone, and the deposit may be kept.', notSent: 'Not sent. Check your connection and try again.',
  },
  clarified: { allRead: 'Clarifications and changes (all read)', check: 'Clarifications and changes read', whole: 'The whole notice', tick: 'I have read it' },
  prequalify: {
    title: 'Prequalification', until: 'Applications until', over: 'Applications are closed', apply: 'Apply for prequalification', documents: 'Get the prequalification documents', toLot: 'Back to the lot',
    now: { 'prequal-noticed': 'This lot begins with a prequalification; nobody can bid yet.', 'prequal-review': 'Applications are closed and are being examined.', prequalified: 'The prequalification has its result; the tender documents are to follow.' },
    next: { 'prequal-noticed': 'If you pass you will be invited, and you bid here. Before the deadline nobody can see who has applied.', 'prequal-review': 'Each applicant is told the result.', prequalified: 'Applicants who passed are invited, and bid here once the documents are out.' },
  },
  closed: {
    title: 'The deadline has passed', halted: 'no time runs while the trade stands still', ended: 'the trade has ended', stands: 'Your bid is in and waits for the opening.', none: 'No bid of yours arrived before the deadline. None is taken after it.', unfinishedLost: 'There is an unfinished submission in this browser: it did not arrive in time, is no bid and has no effect in law.',
    laterOneLost: 'There is an unfinished replacement in this browser: it did not arrive in time. What was submitted before stands.', clear: 'Delete it', toOpening: 'To the opening hall', watch: 'Watch the opening', toLot: 'Back to the lot', next: 'Decrypt in the opening hall within its time; a bid that is not decrypted is not evaluated.',
  },
  table: {
    title: 'Price table', taxIn: 'unit prices with tax', taxOut: 'unit prices without tax', download: 'Download as Excel', import: 'Import a filled-in Excel file', imported: 'Imported.', notImported: 'Not imported. Please mend these:', more: (n) => `and ${n} more`, fileName: 'price-table.xlsx', id: 'No.', item: 'Item', quantity: 'Quantity', unitPrice: 'Unit price (yuan)', rate: 'Tax rate', amount: 'Amount (yuan)',
    fixed: 'Set by the tenderer', priceOf: (name) => `Unit price of ${name}`, rateOf: (name) => `Tax rate of ${name}`, overCeiling: (text) => `Above the ceiling of ${text} yuan`, noAmount: 'An amount with two decimals at most', before: 'Previous', after: 'Next', page: (n, all) => `${n} / ${all}`, toOpen: 'To the first that is open',
    missing: (n) => `${n} ${n === 1 ? 'unit price is' : 'unit prices are'} still to be filled in; then the total is made.`, items: 'Items', tax: 'Tax', taxWithin: 'Tax within', total: 'Total price', isTotal: 'the total of the price table',
  },
  consortium: {
    sum: (n) => `${n}% in all`, sumMust: 'the shares must make 100%', title: 'Consortium', check: 'All members of the consortium have signed', together: (n) => `Bid together with others (${n} at most)`, agreement: 'The agreement, signed by all, as a file', lead: 'Lead (you)', member: (n) => `Member ${n}`, addMember: 'Add a member', share: 'Share', work: 'Work',
    signed: 'Signed', unsigned: 'To be signed', outdated: 'Terms changed: to be signed again', incomplete: 'Choose the members, give shares that make 100 % and the work of each, and upload the agreement: then the terms can go to the members.', how: 'Give the terms to each member. It opens "Sign the terms of a consortium" at its own desk, checks the agreement, signs, and hands the signature back to you. The terms do not pass through the platform: until the deadline it does not know who the members are.',
    saveTerms: 'Save the terms', copyTerms: 'Copy the terms', copied: 'Copied.', paste: 'Signature that a member handed back', take: 'Take it in', takeFile: 'or choose its file', noConsent: 'This is no signature of a member of this consortium for this lot.', otherTerms: 'It signs other terms than those that stand now. Give the present ones to the member.', taken: (name) => `The signature of ${name} is in.`,
  },
  consent: {
    title: 'Sign the terms of a consortium', terms: 'Terms from the lead', termsFile: 'or choose their file', noTerms: 'These are no consortium terms for this lot.', notAMember: 'The organisation you are signed in as is not among the members.', what: 'Terms', who: 'Organisation', self: (name) => `${name} (you)`, agreement: (name) => `Check the agreement: ${name}`, agreementHint: 'Choose the agreement as you have it. It must be the very file the terms name; it is not uploaded.',
    same: 'It is the agreement of the terms.', different: 'It is not the file that the terms name. Ask the lead.', consequence: 'With your signature the lead may bid in the name of the consortium, and all members answer jointly for the contract (Bidding Law, art. 31). In this lot you may not bid alone or in another consortium.', sign: 'Sign', signed: 'Signed.', handBack: (name) => `Hand this signature to ${name}.`, code: 'Signature', copy: 'Copy', save: 'Save as a file',
    link: 'Sign the terms of a consortium',
  },
  joint: { title: 'Bid of a consortium you are in', lead: (name) => `${name} (lead)`, hint: (lead) => `${lead} leads: it hands in, signs in and decrypts; you hand in no bid besides. Once it withdraws you may bid again.` },
  talks: {
    title: 'Quotes and clarifications', link: 'Quotes and clarifications', rounds: 'Rounds of quotation', noRounds: 'No round has begun.', own: 'Your quotes', notYet: 'No quote in this round yet.', given: 'Your quote of this round is sealed: nobody sees it before the round ends, and it cannot be changed.', final: 'This is the final quote: it is given once, the price of the contract rests on it, and it cannot be changed or taken back.', finalSure: 'I know this is the final quote and is given once', price: 'Price', file: 'The quote as a signed file', change: 'What was changed of the demand', send: 'Sign and quote', sendFinal: 'Sign and give the final quote',
    over: 'This round has ended.', noQuote: 'You did not quote in time: you count as withdrawn.', missed: 'You did not quote in time in this round; you may in the rounds to come.', outside: 'Your organisation takes no part in the quotation of this lot.', aboveLast: 'Above your quote of the round before', ceiling: 'Ceiling', aboveCeiling: 'Above the ceiling: it will be refused', questions: 'Questions of the committee', noQuestions: 'The committee has asked you nothing.', due: 'Answer by', answer: 'Answer', answerHint: 'An answer may not go beyond the bid or change its substance.', kept: 'The answer changes neither the price nor the substance of the bid', sendAnswer: 'Sign and answer', answered: 'Answered', late: 'Time is up; not answered.', sending: 'Signing and sending…', sent: 'Sent.',
  },
  mySide: {
    title: 'How your bid fared', rank: 'Rank', total: 'Total', priceScore: 'Price score', price: 'Price', rejected: 'Rejected:', of: (n) => `of ${n}`, none: 'No rank', won: 'You have won this lot.', toBid: 'Bid', invitations: 'Invitations to bid', invitedBy: 'Invited by', file: 'The invitation', deadlineOf: 'Bids until', applications: 'Your application for prequalification', appliedAt: 'Handed in',
    appState: { applied: 'Handed in, to be reviewed', passed: 'Qualified', failed: 'Not qualified' }, score: 'Score',
  },
  hall: {
    waitShares: (n) => `Waiting for the custodians (${n} more). As soon as they have given their shares you can decrypt; this is no fault of yours.`, missed: 'Not decrypted in time', missedWhat: 'Where the bidder is the cause, the bid counts as revoked; where it is not, as withdrawn, and the bidder may claim its direct loss from whoever caused it (Measures for Electronic Bidding, art. 31). What the tender documents provide as a remedy comes first.', missedNext: 'If you object, say so to the tenderer on the spot; the answer stands in the record.',
    objected: 'Your objection', answered: 'Answer', notAnswered: 'The tenderer has yet to answer on the spot.', toAnswer: 'A bidder objects to the opening: it is answered on the spot.', toAnswerLink: 'Answer it', answeredBy: { tenderer: 'Tenderer', agency: 'Agency', 'centre-host': 'Host' },
  },
};
