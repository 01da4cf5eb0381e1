import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeptIdentity } from '../session/keyring.ts';
import { signedText, type Asked } from '../session/perform.ts';
import { deskTexts } from '../texts/desk.ts';
import { useBundle } from '../texts/index.tsx';

/** Exactly the bytes the key will sign, for whoever wants to see them; computed only while it is open. */
export function SignedText({ identity, asked, idempotencyKey }: { identity: KeptIdentity; asked: Asked; idempotencyKey: string }) {
  const t = useBundle(deskTexts).act;
  const [open, setOpen] = useState(false);
  const { data: text } = useQuery({ queryKey: ['signed-text', asked, identity.id, idempotencyKey], queryFn: () => signedText(identity, asked, idempotencyKey), enabled: open, gcTime: 0 });
  return (
    <details className="signed" onToggle={(e) => { setOpen(e.currentTarget.open); }}>
      <summary>{t.signedText}</summary>
      <p className="small muted">{t.signedHint}</p>
      <pre tabIndex={0}>{text}</pre>
      <p className="small muted">{t.inputText}</p>
      <pre tabIndex={0}>{open ? JSON.stringify(asked.input, null, 2) : ''}</pre>
    </details>
  );
}
