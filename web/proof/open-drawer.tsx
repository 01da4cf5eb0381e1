import { Drawer } from 'antd';
import { useTexts } from '../texts/index.tsx';
import { AntdRoot } from '../ui/antd-root.tsx';
import { LeafReport } from './leaf-report.tsx';
import type { ProofDrawerProps } from './proof-drawer.tsx';

/** The drawer itself, with the library it is made of. */
export function OpenDrawer({ leafId, title, onClose }: ProofDrawerProps) {
  const { t } = useTexts();
  return (
    <AntdRoot><Drawer open={leafId !== undefined} onClose={onClose} size="min(720px, 100vw)" destroyOnHidden title={title ? `${t.proof.title} · ${title}` : t.proof.title}
      aria-label={t.proof.title} closable={{ 'aria-label': t.proof.close }}>
      {leafId === undefined ? null : <LeafReport leafId={leafId} />}
    </Drawer></AntdRoot>
  );
}
