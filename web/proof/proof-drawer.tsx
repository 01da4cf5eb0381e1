import { Drawer } from 'antd';
import { useTexts } from '../texts/index.tsx';
import { LeafReport } from './leaf-report.tsx';

export function ProofDrawer({ leafId, title, onClose }: { leafId: string | undefined; title?: string | undefined; onClose: () => void }) {
  const { t } = useTexts();
  return (
    <Drawer open={leafId !== undefined} onClose={onClose} size="min(720px, 100vw)" destroyOnHidden title={title ? `${t.proof.title} · ${title}` : t.proof.title}
      aria-label={t.proof.title} closable={{ 'aria-label': t.proof.close }}>
      {leafId === undefined ? null : <LeafReport leafId={leafId} />}
    </Drawer>
  );
}
