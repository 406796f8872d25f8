// `area X ...` of OSPFv2 and OSPFv3: stubs, NSSAs, ranges, filters.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"
#include "formats/virtual_link_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

ospf::OspfArea& AreaOf(OspfText& process, ospf::AreaId id, base::Span span) {
  const auto known = std::ranges::find(process.areas, id, &ospf::OspfArea::id);
  if (known != process.areas.end()) return *known;
  process.areas.push_back({.id = id, .span = span});
  return process.areas.back();
}

Verdict ReadRange(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  const Word word = statement.words.Peek();
  const auto address = TakePrefix(reader, statement);
  if (!address) return kNotKnown;
  if (address->address.family != reader.ospf().family)
    return reader.Invalid(statement, word, fmt::format("'{}' is of the other address family", word.text));
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

Verdict ReadNssaTranslate(Statement& statement, ospf::OspfArea& area) {
  if (!statement.words.Accept("type7")) return kNotKnown;
  if (statement.words.Accept("always")) return area.nssa_translate_always = true, kUnderstood;
  if (statement.words.Accept("suppress-fa")) return area.nssa_suppress_fa = true, kUnderstood;
  return kNotKnown;
}

Verdict ReadNssa(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  if (statement.negated) {
    const ospf::OspfArea old = std::move(area);
    area = {.id = old.id, .default_cost = old.default_cost, .ranges = old.ranges, .span = old.span};
    return statement.words.Rest(), kUnderstood;
  }
  area.type = ospf::AreaType::kNssa;
  MetricWords metric;
  while (!statement.words.done()) {
    const auto taken = metric.Take(reader, statement);
    if (!taken) return kNotKnown;
    if (*taken) continue;
    if (statement.words.Accept("no-redistribution")) {
      area.nssa_no_redistribution = true;
    } else if (statement.words.Accept("no-summary")) {
      area.no_summary = true;
    } else if (statement.words.Accept("default-information-originate")) {
      area.nssa_default = true;
    } else if (statement.words.Accept("translate")) {
      if (ReadNssaTranslate(statement, area).fate == model::Fate::kUnknown) return kNotKnown;
    } else {
      return kNotKnown;
    }
  }
  if (metric.metric) area.nssa_default_metric = metric.metric;
  if (metric.type) area.nssa_default_type = *metric.type;
  return kUnderstood;
}

/// `authentication [message-digest]`; of OSPFv3 `authentication ipsec ...`.
Verdict ReadAreaAuthentication(Reader& reader, Statement& statement, ospf::AreaId id) {
  std::string& kind = reader.ospf().area_authentication[id];
  if (statement.negated) return kind.clear(), statement.words.Rest(), kUnderstood;
  if (reader.ospf().family == net::Family::kIpv6) {
    const auto ipsec = TakeOspf3Authentication(reader, statement);
    return ipsec ? (kind = *ipsec, kUnderstood) : kNotKnown;
  }
  kind = statement.words.Accept("message-digest") ? "md5" : "text";
  return kUnderstood;
}

Verdict ReadFilterList(Reader& reader, Statement& statement, const ospf::OspfArea& area) {
  if (!statement.words.Accept("prefix")) return kNotKnown;
  FilterListText list{area.id, true, std::string(statement.words.Next().text), statement.span()};
  list.in = statement.words.Accept("in");
  if (!list.in && !statement.words.Accept("out")) return kNotKnown;
  std::vector<FilterListText>& lists = reader.ospf().filter_lists;
  std::erase_if(
      lists, [&list](const FilterListText& known) { return known.area == list.area && known.in == list.in; });
  if (!statement.negated) lists.push_back(std::move(list));
  return kUnderstood;
}

/// `area A sham-link SOURCE DESTINATION [cost N]`.
Verdict ReadShamLink(Reader& reader, Statement& statement, ospf::AreaId area) {
  ospf::ShamLink link;
  const auto source = TakeIpv4(reader, statement);
  const auto destination = source ? TakeIpv4(reader, statement) : std::nullopt;
  if (!destination) return kNotKnown;
  link.source = *source;
  link.destination = *destination;
  link.area = area;
  link.span = statement.span();
  std::vector<ospf::ShamLink>& links = reader.ospf().sham_links;
  std::erase_if(links, [&link](const ospf::ShamLink& known) {
    return known.source == link.source && known.destination == link.destination && known.area == link.area;
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("cost")) {
    const auto cost = TakeNumber(reader, statement, 1, 65535);
    if (!cost) return kNotKnown;
    link.cost = *cost;
  }
  if (!statement.words.done()) {
    statement.words.Rest();
    return NotModelled(Impact::kRouting4, "option of a sham link");
  }
  links.push_back(link);
  return kUnderstood;
}

/// `area A virtual-link ROUTER-ID [OPTION ...]`; lines about one link add up.
Verdict ReadVirtualLink(Reader& reader, Statement& statement, ospf::AreaId area) {
  if (reader.ospf().family != net::Family::kIpv4) {
    statement.words.Rest();
    return statement.negated ? kNoEffect : NotModelled(reader.ospf_impact(), "virtual link");
  }
  const auto neighbor = TakeIpv4(reader, statement);
  if (!neighbor) return kNotKnown;
  const ospf::VirtualLink like{.transit = area, .neighbor = *neighbor, .span = statement.span()};
  if (statement.negated) {
    if (statement.words.done()) return EraseVirtualLink(reader.ospf().virtual_links, like), kUnderstood;
    return statement.words.Rest(), NotModelled(Impact::kRouting4, "option of a virtual link");
  }
  ospf::VirtualLink& link = VirtualLinkOf(reader.ospf().virtual_links, like);
  while (!statement.words.done()) {
    const Word option = statement.words.Next();
    const bool hello = option == "hello-interval", dead = option == "dead-interval";
    if (!hello && !dead && option != "retransmit-interval" && option != "transmit-delay")
      return statement.words.Rest(), NotModelled(Impact::kRouting4, "option of a virtual link");
    const auto number = TakeNumber(reader, statement, 1, 65535);
    if (!number) return kNotKnown;
    if (hello) link.hello_s = *number;
    if (dead) link.dead_s = *number;
  }
  return kUnderstood;
}

}  // namespace

Verdict ReadOspfArea(Reader& reader, Statement& statement) {
  const auto id = TakeArea(reader, statement);
  if (!id) return kNotKnown;
  OspfText& process = reader.ospf();
  if (statement.negated && statement.words.done()) {
    std::erase_if(process.areas, [&id](const ospf::OspfArea& area) { return area.id == *id; });
    return kUnderstood;
  }
  const Word word = statement.words.Next();
  if (word == "authentication") return ReadAreaAuthentication(reader, statement, *id);
  if (word == "encryption") {
    const bool none = statement.negated || statement.words.Accept("null");
    return none ? kNoEffect : NotModelled(reader.ospf_impact(), "OSPFv3 encryption by IPsec");
  }
  if (word == "sham-link") return ReadShamLink(reader, statement, *id);
  if (word == "virtual-link") return ReadVirtualLink(reader, statement, *id);
  ospf::OspfArea& area = AreaOf(process, *id, statement.span());
  if (word == "range") return ReadRange(reader, statement, area);
  if (word == "nssa") return ReadNssa(reader, statement, area);
  if (word == "filter-list") return ReadFilterList(reader, statement, area);
  if (word == "stub") {
    const bool no_summary = statement.words.Accept("no-summary");
    if (!statement.negated || !no_summary)
      area.type = statement.negated ? ospf::AreaType::kNormal : ospf::AreaType::kStub;
    area.no_summary = no_summary && !statement.negated;
    return kUnderstood;
  }
  if (word == "default-cost") {
    const auto cost = statement.negated ? std::optional<std::uint32_t>(1)
                                        : TakeNumber(reader, statement, 0, kOspfMetricMax);
    if (!cost) return kNotKnown;
    area.default_cost = *cost;
    return statement.negated ? (statement.words.Rest(), kUnderstood) : kUnderstood;
  }
  return kNotKnown;
}

}  // namespace ringfence::formats::cisco_ios
