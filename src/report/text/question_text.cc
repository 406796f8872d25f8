// Text of routes, parse, what-if and comparison.

#include <fmt/format.h>

#include "report/text/text.h"
#include "report/whatif_items.h"

namespace ringfence::report::text {
namespace {

/// What the next hop resolves to; "" when that is the next hop itself.
std::string ResolvedText(const Names& names, const study::RouteRow& row) {
  const auto same = [&](const routing::NextHop& hop) {
    return hop.interface == row.hop.interface && hop.gateway == row.hop.gateway;
  };
  if (row.resolved.size() == 1 && same(row.resolved.front())) return "";
  std::string resolved;
  for (const routing::NextHop& hop : row.resolved) {
    resolved += (resolved.empty() ? "" : ", ") + (hop.gateway ? net::ToString(*hop.gateway) + " " : "") +
                names.Interface(row.node, hop.interface);
  }
  return resolved;
}

std::vector<Cell> RouteCells(const Names& names, const study::RouteRow& row) {
  return {{net::ToString(row.route.prefix)},
          {fmt::format("{}{}", routing::kProtocolNames[static_cast<std::size_t>(row.route.protocol)],
                       row.route.ambiguous ? " ?" : "")},
          {fmt::format("{}/{}", row.route.distance, row.route.metric)},
          {row.hop.gateway ? net::ToString(*row.hop.gateway) : "-"},
          {row.hop.discard ? std::string("discard") : names.Interface(row.node, row.hop.interface)},
          {ResolvedText(names, row)}};
}

/// A difference of one element: "  + P1: read, meta".
void WriteChange(std::string_view sign, Tint tint, const std::string& element, exposure::LevelSet levels,
                 Page& page) {
  page.Line(2, {tint, sign, page.paint().off, " ", element, ": ", LevelWords(levels)});
}

void WriteFlow(const Names& names, const study::FlowDifference& flow, Page& page) {
  const Paint& paint = page.paint();
  const std::string& name = names.Flow(flow.flow);
  if (flow.delivered_before != flow.delivered_after) {
    page.Line(0, {flow.delivered_after ? paint.good : paint.bad, flow.delivered_after ? "+ " : "x ", name,
                  paint.off, flow.delivered_after ? "  works now" : "  lost: no path"});
    return;
  }
  if (!flow.delivered_after) page.Line(0, {name, "  still has no path"});
  if (flow.gained.empty() && flow.lost.empty()) return;
  page.Line(0, {name});
  for (const auto& [element, levels] : flow.gained)
    WriteChange("+", paint.bad, names.Element(element), levels, page);
  for (const auto& [element, levels] : flow.lost)
    WriteChange("-", paint.good, names.Element(element), levels, page);
}

}  // namespace

std::string LevelWords(exposure::LevelSet levels) {
  std::string text;
  for (exposure::Level level : exposure::kLevels) {
    if (levels.has(level)) text += (text.empty() ? "" : ", ") + std::string(exposure::NameOf(level));
  }
  return text;
}

std::string RoutesText(const study::Snapshot& snapshot, const study::RoutesResult& result,
                       const Style& style) {
  const Names names(snapshot);
  Page page(style);
  for (std::size_t begin = 0; begin < result.rows.size();) {
    // A table for each VRF and family: addresses of IPv6 would push those of IPv4 apart.
    const study::RouteRow& first = result.rows[begin];
    Rows rows = {{{"prefix"}, {"protocol"}, {"metric"}, {"next hop"}, {"interface"}}};
    std::size_t end = begin;
    bool resolved = false, ambiguous = false;
    for (; end < result.rows.size(); ++end) {
      const study::RouteRow& row = result.rows[end];
      if (row.node != first.node || row.vrf != first.vrf ||
          row.route.prefix.family() != first.route.prefix.family())
        break;
      rows.push_back(RouteCells(names, row));
      resolved = resolved || !rows.back().back().text.empty();
      ambiguous = ambiguous || row.route.ambiguous;
    }
    if (resolved) rows.front().push_back({"over"});
    if (begin > 0) page.Blank();
    page.Line(0, {page.paint().bold, names.Node(first.node), page.paint().off, "  vrf ", first.vrf,
                  fmt::format("  ({} {}; metric: distance/metric{})", end - begin,
                              end - begin == 1 ? "way" : "ways", ambiguous ? "; ?: may differ" : "")});
    page.Table(2, rows, 1);
    begin = end;
  }
  if (result.rows.empty()) page.Line(0, {"no routes"});
  return page.Take();
}

std::string ParseText(const study::Snapshot& snapshot, const Style& style) {
  const Names names(snapshot);
  Page page(style);
  Rows rows = {{{"file"},
                {"device"},
                {"system"},
                {"lines"},
                {"modelled"},
                {"irrelevant"},
                {"not modelled"},
                {"unknown"}}};
  Page open(style);
  bool any_open = false;
  for (const study::ConfigFile& config : snapshot.configs) {
    std::size_t counts[5] = {};
    for (std::size_t i = 0; i < config.fates.lines.size(); ++i) {
      const model::LineFate& line = config.fates.lines[i];
      ++counts[static_cast<std::size_t>(line.fate)];
      if (line.fate != model::Fate::kUnmodelled && line.fate != model::Fate::kUnknown) continue;
      const base::Span span{config.file, static_cast<std::uint32_t>(i + 1), 1, 0};
      open.Line(0, {open.paint().open, names.Place(span), open.paint().off, ": ",
                    line.reason.empty() ? "unknown" : line.reason, ": ", names.Line(span)});
      any_open = true;
    }
    rows.push_back({{snapshot.sources.file(config.file).name()},
                    {config.device},
                    {config.format.empty() ? "-" : config.format},
                    {fmt::format("{}", config.fates.lines.size())},
                    {fmt::format("{}", counts[1])},
                    {fmt::format("{}", counts[2])},
                    {fmt::format("{}", counts[3])},
                    {fmt::format("{}", counts[4])}});
  }
  page.Table(0, rows, 3);
  std::string out = page.Take();
  if (any_open) out += "\nlines that could matter and are not in the model:\n" + open.Take();
  const study::Census census = study::CountFates(snapshot);
  page.Blank();
  page.Line(
      0, {fmt::format("all files: {} modelled, {} irrelevant, {} not modelled, {} unknown, {} blank",
                      census.modelled, census.irrelevant, census.unmodelled, census.unknown, census.blank)});
  return out + page.Take();
}

namespace {

/// Rules whose verdict changes, or that are broken in more places; the others are counted.
void WriteRules(const study::Snapshot& snapshot, const study::WhatIfResult& result, Page& page) {
  const Paint& paint = page.paint();
  if (!result.verdicts) return page.Line(0, {"rules are not judged: ", result.not_judged});
  std::size_t stay = 0;
  for (const WhatIfRule& rule : WhatIfRulesOf(snapshot, result)) {
    if (rule.before == rule.after && rule.fresh.empty()) {
      ++stay;
      continue;
    }
    page.Line(0, {"rule ", rule.id, "  ", paint.Of(rule.before), rules::NameOf(rule.before), paint.off,
                  " -> ", paint.Of(rule.after), rules::NameOf(rule.after), paint.off});
    for (std::size_t i = 0; i < rule.fresh.size() && i < kFreshToldMax; ++i) {
      page.Line(2, {paint.Of(rule.fresh[i].state), rules::NameOf(rule.fresh[i].state), paint.off, " ",
                    Printable(rule.fresh[i].message)});
    }
    if (rule.fresh.size() > kFreshToldMax)
      page.Line(2, {fmt::format("and {} more", rule.fresh.size() - kFreshToldMax)});
  }
  page.Line(0, {fmt::format("{} of {} rules stay as they are", stay, result.verdicts->after.rules.size())});
}

}  // namespace

std::string WhatIfText(const study::Snapshot& snapshot, const study::WhatIfResult& result,
                       const Style& style) {
  const Names names(snapshot);
  Page page(style);
  page.Line(0, {"taken out: ",
                result.removed.empty() ? "nothing" : fmt::format("{}", fmt::join(result.removed, ", "))});
  for (const study::FlowDifference& flow : result.flows) WriteFlow(names, flow, page);
  if (result.traffic_bps > 0) {
    page.Line(0,
              {fmt::format(
                  "traffic lost: {:.4g} of {:.4g} Gbps ({:.4g} at ends that are taken out, {:.4g} stranded)",
                  static_cast<double>(result.lost_bps) / 1e9, static_cast<double>(result.traffic_bps) / 1e9,
                  static_cast<double>(result.lost_own_bps) / 1e9,
                  static_cast<double>(result.lost_bps - result.lost_own_bps) / 1e9)});
  }
  WriteRules(snapshot, result, page);
  return page.Take();
}

std::string CompareText(const study::Snapshot&, const Comparison& comparison, const Style& style) {
  Page page(style);
  const Paint& paint = page.paint();
  for (const study::RuleDifference& rule :
       study::CompareRules(*comparison.before_check, *comparison.after_check)) {
    page.Line(0, {rule.id, "  ", paint.Of(rule.before), rules::NameOf(rule.before), paint.off, " -> ",
                  paint.Of(rule.after), rules::NameOf(rule.after), paint.off});
  }
  return page.Take() + fmt::format("\nafter the change:\n\n{}",
                                   CheckText(*comparison.after, *comparison.after_check, style));
}

}  // namespace ringfence::report::text
