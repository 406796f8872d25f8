// `area A ...` of OSPFv2 and OSPFv3.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/reader.h"
#include "formats/impacts.h"
#include "formats/virtual_link_text.h"

namespace ringfence::formats::frr {
namespace {

constexpr std::uint32_t kMetricMax = 16777215;

ospf::OspfArea& AreaOf(OspfText& process, ospf::AreaId id, base::Span span) {
  const auto known = std::ranges::find(process.areas, id, &ospf::OspfArea::id);
  if (known != process.areas.end()) return *known;
  process.areas.push_back({.id = id, .span = span});
  return process.areas.back();
}

Verdict ReadRange(Reader& reader, Statement& statement, ospf::AreaId id, bool nssa) {
  const auto host = TakeHostPrefix(statement, reader.ospf().family);
  if (!host) return kNotKnown;
  ospf::AreaRange range;
  range.prefix = host->subnet();
  range.span = statement.span();
  range.nssa = nssa;
  while (!statement.words.done()) {
    const std::string_view option =
        TakeOption(statement, {"advertise", "not-advertise", "cost", "substitute"});
    if (option == "not-advertise") {
      range.advertise = false;
    } else if (option == "cost") {
      range.cost = TakeNumber(reader, statement, 0, kMetricMax);
      if (!range.cost) return kNotKnown;
    } else if (option == "substitute") {
      return NotModelled(kRouting, "range advertised as another prefix");
    } else if (option.empty()) {
      return kNotKnown;
    }
  }
  ospf::OspfArea& area = AreaOf(reader.ospf(), id, statement.span());
  std::erase_if(area.ranges, [&range](const ospf::AreaRange& known) {
    return known.prefix == range.prefix && known.nssa == range.nssa;
  });
  if (!statement.negated) area.ranges.push_back(range);
  return kUnderstood;
}

Verdict ReadStub(Reader& reader, Statement& statement, ospf::AreaId id) {
  const bool no_summary = TakeWord(statement, "no-summary");
  if (!statement.words.done()) return kNotKnown;
  ospf::OspfArea& area = AreaOf(reader.ospf(), id, statement.span());
  area.no_summary = no_summary && !statement.negated;
  if (!no_summary || !statement.negated)
    area.type = statement.negated ? ospf::AreaType::kNormal : ospf::AreaType::kStub;
  return kUnderstood;
}

Verdict ReadNssa(Reader& reader, Statement& statement, ospf::AreaId id) {
  if (TakeWord(statement, "range")) return ReadRange(reader, statement, id, true);
  ospf::OspfArea options;
  while (!statement.words.done()) {
    const std::string_view option =
        TakeOption(statement, {"default-information-originate", "metric", "metric-type", "no-summary",
                               "suppress-fa", "translate-always", "translate-candidate", "translate-never"});
    if (option == "default-information-originate") {
      options.nssa_default = true;
    } else if (option == "metric") {
      options.nssa_default_metric = TakeNumber(reader, statement, 0, kMetricMax);
      if (!options.nssa_default_metric) return kNotKnown;
    } else if (option == "metric-type") {
      const auto type = TakeNumber(reader, statement, 1, 2);
      if (!type) return kNotKnown;
      options.nssa_default_type = static_cast<ospf::ExternalType>(*type);
    } else if (option == "no-summary") {
      options.no_summary = true;
    } else if (option == "suppress-fa") {
      options.nssa_suppress_fa = true;
    } else if (option == "translate-always") {
      options.nssa_translate_always = true;
    } else if (option == "translate-never") {
      return NotModelled(kRouting, "border router that never translates");
    } else if (option.empty()) {
      return kNotKnown;
    }
  }
  ospf::OspfArea& area = AreaOf(reader.ospf(), id, statement.span());
  if (statement.negated) return area.type = ospf::AreaType::kNormal, kUnderstood;
  area.type = ospf::AreaType::kNssa;
  area.no_summary = area.no_summary || options.no_summary;
  area.nssa_default = area.nssa_default || options.nssa_default;
  if (options.nssa_default_metric) area.nssa_default_metric = options.nssa_default_metric;
  if (options.nssa_default) area.nssa_default_type = options.nssa_default_type;
  area.nssa_translate_always = area.nssa_translate_always || options.nssa_translate_always;
  area.nssa_suppress_fa = area.nssa_suppress_fa || options.nssa_suppress_fa;
  return kUnderstood;
}

Verdict ReadAuthentication(Reader& reader, Statement& statement, ospf::AreaId id) {
  const bool digest = TakeWord(statement, "message-digest");
  if (!statement.words.done()) return kNotKnown;
  if (statement.negated) return reader.ospf().area_authentication.erase(id), kUnderstood;
  reader.ospf().area_authentication[id] = digest ? "md5" : "text";
  return kUnderstood;
}

Verdict ReadDefaultCost(Reader& reader, Statement& statement, ospf::AreaId id) {
  const auto cost = TakeNumber(reader, statement, 0, kMetricMax);
  if (!cost) return kNotKnown;
  AreaOf(reader.ospf(), id, statement.span()).default_cost = statement.negated ? 1 : *cost;
  return kUnderstood;
}

/// `filter-list prefix P in|out`, `import-list A`, `export-list A`.
Verdict ReadFilter(Reader& reader, Statement& statement, ospf::AreaId id, std::string_view kind) {
  FilterText filter;
  filter.area = id;
  filter.span = statement.span();
  if (kind == "filter-list") {
    if (!TakeWord(statement, "prefix")) return kNotKnown;
    filter.name = statement.words.Next().text;
    const std::string_view way = TakeOption(statement, {"in", "out"});
    if (way.empty()) return kNotKnown;
    filter.in = way == "in";
  } else {
    filter.kind = FilterText::Kind::kAccessList;
    filter.name = statement.words.Next().text;
    filter.in = kind == "import-list";
  }
  if (filter.name.empty() || !statement.words.done()) return kNotKnown;
  AreaOf(reader.ospf(), id, statement.span());
  std::vector<FilterText>& filters = reader.ospf().area_filters;
  std::erase_if(filters, [&filter](const FilterText& known) {
    return known.area == filter.area && known.in == filter.in;
  });
  if (!statement.negated) filters.push_back(std::move(filter));
  return kUnderstood;
}

/// `virtual-link ROUTER-ID [OPTION ...]`; lines about one link add up.
Verdict ReadVirtualLink(Reader& reader, Statement& statement, ospf::AreaId id) {
  if (reader.ospf().family != net::Family::kIpv4) return NotModelled(kRouting, "virtual link");
  const auto neighbor = net::ParseIpv4(statement.words.Next().text);
  if (!neighbor) return kNotKnown;
  const ospf::VirtualLink like{.transit = id, .neighbor = *neighbor, .span = statement.span()};
  if (statement.negated) {
    if (!statement.words.done()) return NotModelled(kRouting, "option of a virtual link");
    return EraseVirtualLink(reader.ospf().virtual_links, like), kUnderstood;
  }
  AreaOf(reader.ospf(), id, statement.span());
  ospf::VirtualLink& link = VirtualLinkOf(reader.ospf().virtual_links, like);
  while (!statement.words.done()) {
    const std::string_view option =
        TakeOption(statement, {"dead-interval", "hello-interval", "retransmit-interval", "transmit-delay"});
    if (option.empty()) return statement.words.Rest(), NotModelled(kRouting, "option of a virtual link");
    const auto number = TakeNumber(reader, statement, 1, 65535);
    if (!number) return kNotKnown;
    if (option == "hello-interval") link.hello_s = *number;
    if (option == "dead-interval") link.dead_s = *number;
  }
  return kUnderstood;
}

}  // namespace

Verdict ReadOspfArea(Reader& reader, Statement& statement) {
  const auto id = TakeArea(statement);
  if (!id) return kNotKnown;
  const std::string_view what = TakeOption(
      statement, {"authentication", "default-cost", "export-list", "filter-list", "flood-reduction",
                  "import-list", "nssa", "range", "shortcut", "stub", "virtual-link"});
  if (what == "authentication") return ReadAuthentication(reader, statement, *id);
  if (what == "default-cost") return ReadDefaultCost(reader, statement, *id);
  if (what == "flood-reduction") return kNoEffect;
  if (what == "nssa") return ReadNssa(reader, statement, *id);
  if (what == "range") return ReadRange(reader, statement, *id, false);
  if (what == "stub") return ReadStub(reader, statement, *id);
  if (what == "shortcut") return NotModelled(kRouting, "shortcuts through areas");
  if (what == "virtual-link") return ReadVirtualLink(reader, statement, *id);
  if (what.empty()) return kNotKnown;
  return ReadFilter(reader, statement, *id, what);
}

}  // namespace ringfence::formats::frr
