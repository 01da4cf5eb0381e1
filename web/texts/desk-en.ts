import type { DeskTexts } from './desk-zh.ts';

export const deskEn: DeskTexts = {
  signIn: {
    title: 'Sign in with a certificate', lead: 'Certificate and private key stay in this browser, and the key cannot be exported; the platform keeps no password.', mine: 'Certificates in this browser', none: 'No certificate in this browser yet.', use: 'Sign in', signedInAs: (name) => `Signed in: ${name}`,
    forget: 'Remove', forgetSure: 'Remove this certificate from this browser? It must be imported again to be used.', importTitle: 'Import a certificate', importHint: 'A PKCS#12 file (.p12 or .pfx) with the signing certificate; a bidder needs the encryption certificate as well.', file: 'Certificate file', password: 'Password of the file', import: 'Import and sign in',
    faults: { 'not-pkcs12': 'This is no PKCS#12 file, or it is damaged.', 'wrong-password': 'The password is wrong, or the file uses an old cipher browsers do not have (RC2, 3DES). Ask the authority to export it with AES.', 'no-signing-key': 'The file holds no signing certificate with its key.', 'wrong-key-type': 'The platform takes keys on the curve P-256.' },
    demo: 'Demo accounts', demoHint: 'Only in the demonstration and only on this machine. A name signs in as that person.', find: 'Find an account', out: 'Sign out', account: 'Account', roles: 'Roles', switch: 'Another certificate', locked: 'The certificate of this session is not in this browser: you may read. Import it to act.',
    groups: { market: 'Market', centre: 'Trading centre', supervision: 'Supervision', experts: 'Experts', other: 'Others' }, unbound: 'This certificate is bound to no account yet.', register: 'First time here: register',
  },
  desk: {
    title: 'Desk', due: 'Waiting for you', dueNone: 'Nothing waits for you now.', later: 'Your lots', laterNone: 'No lot concerns you yet.', find: 'Find a lot', asRole: { tenderer: 'Tenderer', agency: 'Agency', bidder: 'Bidder', member: 'Committee' },
    newProject: 'New project', toPortal: 'See the public lots', next: 'For you', other: 'What else you may do', deadline: 'Deadline', none: 'No deadline', all: 'All', more: 'Read on', stage: 'Stage', lot: 'Lot', export: 'Export CSV', updated: 'Changed', openLot: 'Open', count: (n) => `${n}`,
    overdue: 'Overdue', guest: 'Please sign in first.', guestLink: 'Sign in', sort: 'Sort', sortDue: 'Nearest deadline first', sortNew: 'Newest change first',
  },
  tender: {
    templateHint: 'The template fills everything in, lawful as it stands; change it line by line.', coefficientHint: 'Values drawn in public at the opening, parted by spaces: 0.01 0.02 0.03.', points: (sum) => `Price and criteria make ${sum} points; they must make 100`,
  },
  opening: {
    title: 'My bid', number: (no) => `Bid ${no}`, locked: 'The certificate of this session is not in this browser: you cannot sign in or decrypt.', import: 'Import it', checkin: 'Sign in to the opening', decrypt: 'Decrypt my bid', confirm: 'Confirm the record', doing: 'Working…', left: 'Time to decrypt',
    object: 'Object to the opening', dispute: 'Objection', sendObjection: 'Object, for the record', wrongKey: 'The encryption certificate in this browser does not open this bid: it was sealed to another one. Import the certificate you submitted with, or decrypt on that computer.',
    told: { checkin: (_leaf) => 'Signed in.', decrypt: (leaf) => `Decrypted, entry ${leaf}.`, confirm: (leaf) => `Recorded, entry ${leaf}.` },
    states: { sealed: 'Sealed', decrypted: 'Decrypted, to be announced', failed: 'Not decrypted', announced: 'Announced: please confirm', confirmed: 'Confirmed', objected: 'Objected' },
  },
  bid: {
    title: 'Bid', checklist: 'Checklist', todo: 'to do', ok: 'done', documents: 'Get the tender documents', documentsGet: 'Sign and get', price: 'Price', priceHint: (ceiling) => `Ceiling ${ceiling}`, overCeiling: 'Above the ceiling: it would be rejected', duration: 'Duration', quality: 'Quality', manager: 'Project manager', size: 'Size of enterprise',
    files: 'Files of the bid', filesHint: 'Files are sealed on this computer; the platform receives them sealed. A bid may hold 2 GB.', addFiles: 'Add files', drop: 'Drop files here', key: 'Encryption certificate', keyOk: 'in this browser', keyMissing: 'No encryption certificate: you could not decrypt at the opening', rehearse: 'Rehearsal', rehearseRun: 'Seal with a test key and open again', rehearseOk: 'It works: your certificate opens what is sealed to it', rehearseBad: 'It failed: try another certificate',
    seal: 'Seal and submit', sealing: 'Sealing', uploading: 'Uploading', signing: 'Signing', rate: (mb) => `${mb} MB/s`, eta: (text) => `about ${text} left`, cancel: 'Cancel', resume: 'Go on', submitted: 'Submitted', receipt: 'Receipt', receiptNo: 'Receipt number', replace: 'Submit a new version in its place', withdraw: 'Withdraw', withdrawSure: 'Withdraw this bid? You may submit again before the deadline.', deadline: 'Deadline', left: 'Left', after: 'What counts is the instant of signing; the upload is finished before.',
    mine: 'Your bids', none: 'Nothing submitted yet.', state: { sealed: 'Sealed, not submitted', receipted: 'Submitted', replaced: 'Replaced', withdrawn: 'Withdrawn' }, clarified: 'The documents have been clarified: read it before you submit.', consequence: 'Once submitted nobody can change this bid, not even you; until the deadline you may withdraw or replace it. Until then nobody sees what is in it, nor that it exists.', incomplete: 'The checklist is not complete.', failed: 'Not submitted. What was uploaded is kept: go on from there.',
  },
  notifications: { title: 'Notifications', none: 'Nothing yet. What changes in your lots will appear here.', allRead: 'Mark all as read', unread: 'new', more: 'Read on' },
  act: {
    include: (name) => `Add: ${name}`, leaveOut: 'Leave this out', earliest: (at) => `Earliest by law ${at}`, tooEarly: (at) => `Before ${at}, the earliest the law allows: it would be refused`, takeDate: (at) => `Take ${at}`, findEntity: 'Find by name or code', what: 'What follows', publicWhen: (when) => `Public (${when})`, salted: 'Only as a salted digest, never in clear', hashed: 'Only the digest of the file', rules: 'Rules it is judged by', hard: 'refuses', soft: 'is recorded and warned of', signedText: 'See exactly what is signed', signedHint: 'Your certificate signs this text, letter by letter. The digest in it binds what you typed.',
    inputText: 'What you typed', submit: 'Sign and submit', submitting: 'Signing and sending…', undo: 'This cannot be undone; a correction is an act of its own.', back: 'Back to the lot', saved: (at) => `Draft kept on this device ${at}`, restored: 'What was not sent last time has been restored.', discard: 'Clear the draft', discardSure: 'Clear everything typed in this form?',
    done: 'Done', receipt: 'Receipt', leaf: 'Entry', bodyHash: 'Digest of the content', at: 'Recorded', proof: 'See the proof', again: 'Do it again', refused: 'Not done', refusedField: 'Go to the field', article: 'Basis', rule: 'Rule', missing: (n) => `${n} required ${n === 1 ? 'field is' : 'fields are'} empty.`,
    required: 'required', optional: 'optional', add: 'Add a row', remove: 'Remove this row', row: (n) => `Row ${n}`, none: 'Leave empty', yes: 'Yes', no: 'No', choose: 'Choose', yuan: 'yuan', wan: (text) => `= ${text}`, utc8: 'Beijing time', key: 'Name', value: 'Content',
    upload: 'Choose a file', uploading: (percent) => `Uploading ${percent} %`, uploaded: 'Uploaded', replace: 'Another file', digest: 'Digest', uploadFailed: 'The file did not arrive. Please try again.', lost: 'The line is down. Trying again under the same number: nothing is done twice.', unknown: 'There is no such matter, or it cannot be done now.',
    needKey: 'To act you need the certificate in this browser.', lines: 'One per line',
  },
};
