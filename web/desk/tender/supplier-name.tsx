import { FieldFrame, fieldId, type FieldProps } from '../../form/fields.tsx';
import { PartySearch } from '../../form/party-picker.tsx';
import { formsTexts } from '../../texts/forms.ts';
import { inputHint } from '../../texts/hints.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { inputName } from '../../texts/inputs.ts';

/** 单一来源: the one supplier, by the name it is registered under; only that name can be invited afterwards. */
export function SupplierName({ props }: { props: FieldProps }) {
  const t = useBundle(formsTexts).party;
  const { language, trade } = useTexts();
  const { path, value, change, wrong } = props;
  const chosen = typeof value === 'string' && value !== '' ? value : null;
  return (
    <FieldFrame id={fieldId(path)} label={inputName('supplierName', language, trade)} hint={inputHint('supplierName', language, trade)} required wrong={wrong === path}>
      <div id={fieldId(path)} tabIndex={-1}>
        {chosen ? <p><strong>{chosen}</strong> <button type="button" className="link-button" aria-label={t.remove(chosen)} onClick={() => { change(undefined); }}>{t.removeShort}</button></p> : <PartySearch role="bidder" taken={[]} add={({ name }) => { change(name); }} />}
      </div>
    </FieldFrame>
  );
}
