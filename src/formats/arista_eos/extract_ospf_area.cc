// `area X ...` of `router ospf` and `router ospfv3`.

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

ospf::OspfArea& AreaOf(OspfText& process, ospf::AreaId id, base::Span span) {
  const auto known = std::ranges::find(process.areas, id, &ospf::OspfArea::id);
  if (known != process.areas.end()) return *known;
  process.areas.push_back({.id = id, .span = span});
  return process.areas.back();
}

Verdict ReadRange(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  const auto address = TakeHostPrefix(reader, statement, reader.ospf().family);
  if (!address) return kNotKnown;
  ospf::AreaRange range;
  range.prefix = address->subnet();
  range.span = statement.span();
  std::erase_if(area.ranges, [&range](const ospf::AreaRange& known) { return known.prefix == range.prefix; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    if (statement.words.Accept("not-advertise")) {
      range.advertise = false;
    } else if (statement.words.Accept("cost")) {
      range.cost = TakeNumber(reader, statement, 0, kOspfMetricMax);
      if (!range.cost) return kNotKnown;
    } else if (!statement.words.Accept("advertise")) {
      return kNotKnown;
    }
  }
  area.ranges.push_back(range);
  return kUnderstood;
}

Verdict ReadNssa(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  if (statement.negated) {
    area.type = ospf::AreaType::kNormal;
    area.no_summary = area.nssa_default = false;
    return statement.words.Rest(), kUnderstood;
  }
  area.type = ospf::AreaType::kNssa;
  while (!statement.words.done()) {
    if (statement.words.Accept("no-summary")) {
      area.no_summary = true;
    } else if (statement.words.Accept("default-information-originate")) {
      area.nssa_default = true;
    } else if (statement.words.Accept("metric")) {
      area.nssa_default_metric = TakeNumber(reader, statement, 1, kOspfMetricMax);
      if (!area.nssa_default_metric) return kNotKnown;
    } else if (statement.words.Accept("metric-type")) {
      const auto type = TakeNumber(reader, statement, 1, 2);
      if (!type) return kNotKnown;
      area.nssa_default_type = static_cast<ospf::ExternalType>(*type);
    } else if (statement.words.Accept("nssa-only")) {
      return NotModelled(Impact::kRouting4, "default route for one NSSA only");
    } else {
      return kNotKnown;
    }
  }
  return kUnderstood;
}

Verdict ReadStub(Statement& statement, ospf::OspfArea& area) {
  const bool no_summary = statement.words.Accept("no-summary");
  if (!statement.negated || !no_summary)
    area.type = statement.negated ? ospf::AreaType::kNormal : ospf::AreaType::kStub;
  area.no_summary = no_summary && !statement.negated;
  return kUnderstood;
}

}  // namespace

Verdict ReadOspfArea(Reader& reader, Statement& statement) {
  const auto id = TakeArea(reader, statement);
  if (!id) return kNotKnown;
  OspfText& process = reader.ospf();
  const std::uint8_t impact = process.family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
  if (statement.negated && statement.words.done()) {
    std::erase_if(process.areas, [&id](const ospf::OspfArea& area) { return area.id == *id; });
    return kUnderstood;
  }
  const Word word = statement.words.Next();
  if (word == "virtual-link") return statement.negated ? kNoEffect : NotModelled(impact, "virtual link");
  if (word == "filter") return statement.negated ? kNoEffect : NotModelled(impact, "filter between areas");
  ospf::OspfArea& area = AreaOf(process, *id, statement.span());
  if (word == "range") return ReadRange(reader, statement, area);
  if (word == "nssa" || word == "not-so-stubby") return ReadNssa(reader, statement, area);
  if (word == "stub") return ReadStub(statement, area);
  if (word == "default-cost") {
    const auto cost = statement.negated ? std::optional(1U) : TakeNumber(reader, statement, 0, 16777215);
    if (!cost) return kNotKnown;
    if (statement.negated) statement.words.Rest();
    area.default_cost = *cost;
    return kUnderstood;
  }
  return kNotKnown;
}

}  // namespace ringfence::formats::arista_eos
