import { lazy, Suspense, useState } from 'react';

export interface ProofDrawerProps { leafId: string | undefined; title?: string | undefined; onClose: () => void }

const OpenDrawer = lazy(() => import('./open-drawer.tsx').then((module) => ({ default: module.OpenDrawer })));

/** A page whose proofs nobody opens never loads what draws them; once opened it stays, so that it can close as it should. */
export function ProofDrawer(props: ProofDrawerProps) {
  const [opened, setOpened] = useState(props.leafId !== undefined);
  if (props.leafId !== undefined && !opened) setOpened(true);
  return opened ? <Suspense><OpenDrawer {...props} /></Suspense> : null;
}
