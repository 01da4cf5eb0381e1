#!/usr/bin/env python3
"""Recomputes what must come out of the cases, with nothing of the platform: exact fractions over lifecycle.md §3.

python3 cases/expect.py            checks every case beside it, exit 1 where one disagrees
python3 cases/expect.py FILE       prints what must come out
python3 cases/expect.py --write FILE  writes it into the case
What a draw decides (a coefficient of several, a last tie) is left out: then only the numbers that hold for every draw are given.
"""
import json, sys
from fractions import Fraction as F
from itertools import product
from pathlib import Path

def dec(value): return F(str(value))
def fen(yuan): return int(dec(yuan) * 100)
def half_up(value): return (2 * value.numerator + value.denominator) // (2 * value.denominator)
def points(value): return half_up(value * 100)
def yuan(value): return f"{value // 100}.{value % 100:02d}"
def number(hundredths): return int(hundredths / 100) if hundredths % 100 == 0 else hundredths / 100

def trimmed(prices):
    prices, n = sorted(prices), len(prices)
    h = 0 if n < 5 else 1 if n < 10 else 2
    kept = prices[h:n - h]
    return half_up(F(sum(kept), len(kept)))

def benchmark(ev, prices, ceiling):
    name = ev.get("benchmark") or ("bm-mean-down" if ev["method"] == "reasonable-low" else "bm-mean")
    a, low = trimmed(prices), min(prices)
    one = lambda key: dec(ev["coefficients"][key][0])
    if name == "bm-mean": return a
    if name == "bm-mean-down": return half_up(a * (1 - one("x")))
    if name == "bm-mean-k": return half_up(a * one("k"))
    if name == "bm-mix": return half_up((a * one("w") + ceiling * (1 - one("w"))) * (1 - one("x")))
    if name == "bm-second-mean": return half_up(F(a + low, 2))
    return low

def price_points(ev, p, d, p_min):
    top, bottom = dec(ev.get("priceMax", 100)), dec(ev.get("priceMin", 0))
    formula = ev.get("priceFormula", "ps-deviation")
    if ev["method"] == "reasonable-low":
        delta = abs(F(p - d, d)) * 100
        score = 100 - delta * (dec(ev.get("E1", 2)) if p > d else dec(ev.get("E2", 1)))
    elif formula == "ps-deviation":
        delta = F(p - d, d) * 100
        score = top - (dec(ev.get("E1", 1)) * delta if delta > 0 else dec(ev.get("E2", "0.5")) * -delta)
    elif formula == "ps-ratio":
        score = F(p_min, p) * top
    else:
        a, b, c = dec(ev.get("a", "0.03")), dec(ev.get("b", "0.15")), dec(ev.get("c", "0.15"))
        if d * (1 - a) <= p <= d: score = top
        elif p > d: score = top - (top - bottom) * (F(p) - d) / (d * b)
        else: score = top - (top - bottom) * (d * (1 - a) - p) / (d * (c - a))
    return points(max(score, bottom))

def means(ev, bid):
    out = {}
    for criterion in ev.get("criteria", []):
        key = criterion["id"]
        if not criterion["subjective"]:
            out[key] = points(dec(bid["objective"][key])); continue
        scores = sorted(dec(sheet[key]) for sheet in bid["expertSheets"])
        if ev["method"] == "comprehensive" and ev.get("dropExtremes") and len(scores) >= 7: scores = scores[1:-1]
        out[key] = points(sum(scores) / len(scores))
    return out

ROUNDS = ("competitive-negotiation", "competitive-consultation", "single-source")
WITHOUT_TENDER = (*ROUNDS, "inquiry")

def final_quotes(valid):
    # the last quote of each round is the price; who is silent then, or has left, is out
    last = max((len(b.get("quotes", [])) for b in valid), default=0)
    stays = [b for b in valid if "leavesBefore" not in b and len(b.get("quotes", [])) == last and b["quotes"][-1] is not None]
    return last, [{**b, "priceYuan": b["quotes"][-1]} for b in stays]

def prequalified(terms):
    # all who meet the requirements; where the number is limited the best of them, those level with the last included
    met = [a for a in terms["applicants"] if a.get("qualified", True) and not a.get("late")]
    if terms["method"] == "limited" and len(met) > terms["limit"]:
        last = sorted((dec(a["score"]) for a in met), reverse=True)[terms["limit"] - 1]
        met = [a for a in met if dec(a["score"]) >= last]
    return [a["applicant"] for a in met]

def not_admitted(bids, admitted):
    # who was not asked, and whoever takes part in an earlier bid already, alone or in a consortium
    away, taken = [], set()
    for b in bids:
        if b.get("late"): continue
        sides = {b["bidder"], *b.get("consortium", [])}
        if (admitted is not None and b["bidder"] not in admitted) or sides & taken: away.append(b)
        elif not b.get("withdraws"): taken |= sides
    return away

def expect(lot, kind="open-tender"):
    min_bidders = lot.get("fewerSuppliers", {}).get("number") or (1 if kind == "single-source" else 3)
    ev, bids = lot["evaluation"], lot["bids"]
    names = lambda rows: [b["bidder"] for b in rows]
    late = [b for b in bids if b.get("late")]
    passed = prequalified(lot["prequalification"]) if "prequalification" in lot else None
    if passed is not None and len(passed) < 3: return {"prequalified": passed, "submitted": 0, "opened": 0, "outcome": "failed"}
    turned_away = not_admitted(bids, lot["invited"] if "invited" in lot else passed)
    sent = [b for b in bids if not b.get("late") and b not in turned_away]
    gone = [b for b in sent if b.get("withdraws")]
    live = [b for b in sent if not b.get("withdraws")]
    out = {"submitted": len(sent)}
    if passed is not None: out["prequalified"] = passed
    if late or turned_away: out["refused"] = names(turned_away) + names(late)
    if gone: out["withdrawn"] = names(gone)
    if len(live) < min_bidders: return {**out, "opened": 0, "outcome": "failed"}
    opened = [b for b in live if b.get("decrypts", True)]
    ceiling = lot.get("ceilingYuan") or (lot.get("budgetYuan") if ev["method"].startswith("gp") else None)
    ceiling = fen(ceiling) if ceiling else None
    # where quotes come in rounds the first offer may be above the ceiling
    within = [b for b in opened if ceiling is None or kind in ROUNDS or fen(b["priceYuan"]) <= ceiling]
    qualified = [b for b in opened if "unqualifiedFor" not in b]
    if len(qualified) < len(opened) and len(qualified) < min_bidders:
        return {**out, "opened": len(opened), "valid": len(qualified), "rejected": names(b for b in opened if b not in qualified), "outcome": "failed"}
    valid = [b for b in within if "rejectedFor" not in b and b in qualified]
    if kind in WITHOUT_TENDER and len(valid) < min_bidders:
        return {**out, "opened": len(opened), "valid": len(valid), "rejected": names(b for b in opened if b not in valid), "outcome": "failed"}
    if kind in ROUNDS:
        out["rounds"], quoted = final_quotes(valid)
        stays = [b["bidder"] for b in quoted]
        if len(quoted) < min_bidders:
            return {**out, "opened": len(opened), "valid": len(quoted), "rejected": [b["bidder"] for b in opened if b["bidder"] not in stays], "outcome": "failed"}
        opened = [b if b["bidder"] not in stays else next(q for q in quoted if q["bidder"] == b["bidder"]) for b in opened]
        within, valid = quoted, quoted
    revoked = [b for b in live if not b.get("decrypts", True)]
    if revoked: out["revoked"] = names(revoked)
    out.update(opened=len(opened), valid=len(valid), rejected=names(b for b in opened if b not in valid))
    lists = ev.get("coefficients", {})
    draws = [dict(zip(lists, ([value] for value in values))) for values in product(*lists.values())]
    then = None
    if "fixedFrom" in lot:
        out = {}
        out.update(opened=len(opened), valid=len(valid), rejected=names(b for b in opened if b not in valid))
        if ev.get("benchmarkBase") != "opened":
            first = {b["bidder"] for b in lot["fixedFrom"] if "rejectedFor" not in b}
            then = [b for b in within if b["bidder"] in first]
    results = [after_report(lot, ranked({**ev, "kind": kind, "coefficients": drawn}, within, valid, ceiling, then), valid) for drawn in draws]
    return {**out, **{key: value for key, value in results[0].items() if all(other.get(key) == value for other in results)}}

def orders(lot, results):
    # the second stage: the unit price of the first binds; by rota each in turn, by competition the lowest offer, the earlier rank where two are equal
    frame, unit = lot["framework"], {b["bidder"]: fen(b["priceYuan"]) for b in lot["bids"]}
    admitted, turn, out = [r["bidder"] for r in results[:frame["admitted"]]], 0, []
    for order in frame["orders"]:
        if order["mode"] == "competition":
            price, _, who = min((fen(o["priceYuan"]), admitted.index(o["bidder"]), o["bidder"]) for o in order["offers"])
        else:
            who = order["supplier"] if order["mode"] == "direct" else admitted[turn % len(admitted)]
            if order["mode"] == "rota": turn += 1
            price = unit[who] * order["quantity"]
        out.append({"supplier": who, "priceYuan": yuan(price)})
    return out

def after_report(lot, out, valid):
    if "framework" in lot: out = {**out, "orders": orders(lot, out["results"])}
    # who falls out leaves the place to the next in order; what is evaluated again has no winner yet, or one who lost the award
    gone = len(lot.get("winnerOut", []))
    again = lot.get("reevaluated", {}).get("when")
    if gone:
        row = out["results"][gone]
        out = {**out, "winner": row["bidder"], "awardYuan": next(b["priceYuan"] for b in valid if b["bidder"] == row["bidder"])}
    if again: out["outcome"] = "reevaluated"
    if again == "publicity":
        for key in ("winner", "awardYuan"): out.pop(key, None)
    return out

def ranked(ev, within, valid, ceiling, then=None):
    method, out = ev["method"], {}
    base = within if ev.get("benchmarkBase") == "opened" else valid
    small = lambda b: method.startswith("gp") and b.get("size") in ("micro", "small")
    price = {b["bidder"]: fen(b["priceYuan"]) for b in valid}
    compared = {b["bidder"]: half_up(price[b["bidder"]] * (1 - dec(ev.get("smeDeduction", 0)))) if small(b) else price[b["bidder"]] for b in valid}
    if method == "lowest-evaluated":
        for b in valid: compared[b["bidder"]] += sum(fen(a["amountYuan"]) for a in b.get("adjustments", []))
    d = None
    if method in ("comprehensive", "reasonable-low"):
        d = benchmark(ev, [fen(b["priceYuan"]) for b in (then or base)], ceiling); out["benchmarkYuan"] = yuan(d)
    rows = []
    for b in valid:
        who, row = b["bidder"], {"bidder": b["bidder"]}
        if method in ("lowest-evaluated", "gp-lowest"):
            key = (compared[who], price[who]); row["evaluationPriceYuan"] = yuan(compared[who])
        else:
            m = means(ev, b) if method != "reasonable-low" else {}
            low = min(compared.values()) if method == "gp-comprehensive" else min(price.values())
            ps = price_points({**ev, "priceFormula": "ps-ratio"} if method == "gp-comprehensive" else ev, compared[who], d, low)
            total = ps + sum(m.values())
            key = (-total, price[who], *(() if method != "comprehensive" and ev.get("kind") != "competitive-consultation" else (-m.get("technical", 0),)))
            if small(b): row["evaluationPriceYuan"] = yuan(compared[who])
            row.update(priceScore=number(ps), **({"criterionMeans": {k: number(v) for k, v in m.items()}} if m else {}), total=number(total))
        rows.append((key, row))
    rows.sort(key=lambda pair: pair[0])
    keys = [key for key, _ in rows]
    results = [{"rank": keys.index(key) + 1, **row} for key, row in rows]
    ties = [r["rank"] for r in results if keys.count(keys[r["rank"] - 1]) > 1]
    if ties and not method.startswith("gp"):
        # A draw decides between them: only rows outside the tie hold for every draw.
        out["top"] = [r for r in results if r["rank"] < min(ties)]
        if results[-1]["rank"] not in ties: out["last"] = {k: results[-1][k] for k in ("rank", "bidder", "total") if k in results[-1]}
    else:
        out["results"] = results
    if 1 not in ties:
        out["winner"] = results[0]["bidder"]; out["awardYuan"] = yuan(price[results[0]["bidder"]])
        if not method.startswith("gp") and not ties: out["candidates"] = [r["bidder"] for r in results[:3]]
    elif len({price[r["bidder"]] for r in results if r["rank"] == 1}) == 1:
        out["awardYuan"] = yuan(price[results[0]["bidder"]])
    return {**out, "outcome": "awarded"}

def rounds(lots):
    # the lot that takes over from a failed one stands on the same terms
    for lot in lots:
        yield lot, lot
        if "retendered" in lot: yield lot["retendered"], {**lot, **lot["retendered"]}
        # the same bids judged again; the benchmark stays as it was fixed, from those valid then
        if "reevaluated" in lot: yield lot["reevaluated"], {**{k: v for k, v in lot.items() if k != "reevaluated"}, **lot["reevaluated"], "fixedFrom": lot["bids"]}

def differences(written, computed):
    out = []
    for key, value in written.items():
        if key == "top" and "results" in computed: mine = computed["results"][:len(value)]
        elif key == "last" and "results" in computed: mine = {k: computed["results"][-1][k] for k in value}
        else: mine = computed.get(key)
        if mine != value and not (isinstance(value, list) and mine is not None and all(isinstance(v, dict) for v in value) and value and
            all({k: m.get(k) for k in v} == v for v, m in zip(value, mine)) and len(mine) == len(value)): out.append(f"{key}: written {value}, computed {mine}")
    return out

def main(args):
    if args:
        write, path = args[0] == "--write", Path(args[-1])
        case = json.loads(path.read_text())
        for holder, lot in rounds(case["lots"]): holder["expect"] = expect(lot, case["kind"])
        text = json.dumps(case, ensure_ascii=False, indent=1) + "\n"
        path.write_text(text) if write else print(json.dumps([lot["expect"] for lot in case["lots"]], ensure_ascii=False, indent=1))
        return 0
    bad = 0
    for path in sorted(Path(__file__).parent.glob("*.json")):
        if path.name == "case.schema.json": continue
        case = json.loads(path.read_text())
        for _, lot in rounds(case["lots"]):
            found = differences(lot["expect"], expect(lot, case["kind"])); bad += len(found)
            print(path.name, lot["lotNo"], "agrees" if not found else found)
    return 1 if bad else 0

if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
