// Packet filters as access lists.
#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "formats/nokia_sros/convert.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Acl;
using model::AclAction;
using model::AclLine;
using net::AddressMatch;
using net::HeaderMatch;
using net::NumberRange;

constexpr std::uint16_t kPortMax = std::numeric_limits<std::uint16_t>::max();

class FilterConverter {
 public:
  FilterConverter(Reader& reader, const SrosText& text) : reader_(reader), text_(text) {}

  void Add(const FilterEntry& entry, Acl& acl) {
    const FilterVerdict verdict = entry.verdict.value_or(FilterVerdict::kUnset);
    // An entry without an action is not in force.
    if (verdict == FilterVerdict::kUnset || verdict == FilterVerdict::kIgnore || entry.match.elsewhere)
      return;
    if (entry.incomplete || verdict == FilterVerdict::kOther) return Leave(entry, acl, "filter entry");
    HeaderMatch match;
    match.family = acl.family;
    if (const char* reason = Fill(entry, match)) return Leave(entry, acl, reason);
    const AclAction action = verdict == FilterVerdict::kAccept ? AclAction::kPermit : AclAction::kDeny;
    const std::vector<NumberRange> either = Ports(entry.match.either_port);
    if (IsEmpty(entry.match.either_port, either)) return Leave(entry, acl, "filter on an empty list");
    if (either.empty()) {
      acl.lines.push_back({action, match, entry.span});
      return;
    }
    // `port` is met by either side: two lines.
    AclLine by_source{action, match, entry.span};
    by_source.match.source_port = either;
    AclLine by_destination{action, std::move(match), entry.span};
    by_destination.match.destination_port = either;
    acl.lines.push_back(std::move(by_source));
    acl.lines.push_back(std::move(by_destination));
  }

 private:
  // It stands open unless it can only accept.
  void Leave(const FilterEntry& entry, Acl& acl, const char* reason) {
    reader_.Unmodelled(entry.node, entry.impact, reason);
    if (entry.verdict.value_or(FilterVerdict::kOther) == FilterVerdict::kAccept && !entry.other_action)
      return;
    model::OpenLine line{.place = acl.lines.size(), .match = {.family = acl.family}, .span = entry.span};
    line.match.protocol = entry.match.protocols;
    if (entry.match.fragment.set()) line.match.fragment = entry.match.fragment.value;
    acl.open_lines.push_back(std::move(line));
  }

  // Why the entry cannot be said; nullptr: it is.
  const char* Fill(const FilterEntry& entry, HeaderMatch& match) {
    const FilterMatch& from = entry.match;
    match.protocol = from.protocols;
    match.source_port = Ports(from.source_port);
    match.destination_port = Ports(from.destination_port);
    match.icmp_type = from.icmp_types;
    if (from.fragment.set()) match.fragment = from.fragment.value;
    if (IsEmpty(from.source_port, match.source_port) ||
        IsEmpty(from.destination_port, match.destination_port) ||
        !Addresses(from.source, match.family, match.source) ||
        !Addresses(from.destination, match.family, match.destination)) {
      return "filter on an empty list or on several";
    }
    if (from.dscp.set()) match.dscp = static_cast<std::uint8_t>(from.dscp.value);
    const TcpFlags& tcp = from.tcp;
    if (tcp.ack.set() || tcp.rst.set() || tcp.syn.set()) {
      // One flag alone is narrower than "established" and its absence wider: not the same set of packets.
      return "filter on TCP flags";
    }
    if (tcp.established.value_or(false)) {
      match.tcp_state = net::TcpState::kEstablished;
      if (match.protocol.empty()) match.protocol = {{net::kProtocolTcp, net::kProtocolTcp}};
    }
    return nullptr;
  }

  // A condition on lists without members: what it matches is not certain, and no range would mean "any".
  static bool IsEmpty(const PortMatch& from, const std::vector<NumberRange>& ranges) {
    return !from.lists.empty() && ranges.empty();
  }

  std::vector<NumberRange> Ports(const PortMatch& from) {
    std::vector<NumberRange> ranges = from.ranges;
    const auto port = [](const Counted& number) { return static_cast<std::uint16_t>(number.value); };
    if (from.eq.set()) ranges.push_back({port(from.eq), port(from.eq)});
    if (from.lt.set()) ranges.push_back({0, static_cast<std::uint16_t>(from.lt.value - 1)});
    if (from.gt.set()) ranges.push_back({static_cast<std::uint16_t>(from.gt.value + 1), kPortMax});
    for (const Name& name : from.lists) {
      const auto list = std::ranges::find(text_.port_lists, name.value, &MatchList::name);
      if (list == text_.port_lists.end()) {
        reader_.Undefined(name.node, "port list");
        continue;
      }
      ranges.insert(ranges.end(), list->ports.ranges.begin(), list->ports.ranges.end());
    }
    return Once(std::move(ranges));
  }

  // A range that a port, a list and another list state counts once.
  static std::vector<NumberRange> Once(std::vector<NumberRange> ranges) {
    std::set<std::pair<std::uint16_t, std::uint16_t>> seen;
    std::erase_if(ranges,
                  [&](const NumberRange& range) { return !seen.emplace(range.first, range.last).second; });
    return ranges;
  }

  // False when the condition names a list without members, or a list beside an address: what it matches is
  // not certain.
  bool Addresses(const AddressCondition& from, net::Family family, std::vector<AddressMatch>& to) {
    if (from.list.set() && (from.prefix.set() || from.mask_address.set())) return false;
    if (from.prefix.set()) to.push_back(AddressMatch::Of(from.prefix.value));
    if (from.mask_address.set() && from.mask.set() &&
        from.mask.value.family == from.mask_address.value.family) {
      to.push_back({net::And(from.mask_address.value, from.mask.value), net::Not(from.mask.value)});
    }
    if (!from.list.set()) return true;
    const auto list = std::ranges::find(text_.ip_lists, from.list.value, &MatchList::name);
    if (list == text_.ip_lists.end()) {
      reader_.Undefined(from.list.node, "prefix list");
      return false;
    }
    for (const net::Prefix& prefix : list->prefixes) {
      if (prefix.family() == family) to.push_back(AddressMatch::Of(prefix));
    }
    return !to.empty();
  }

  Reader& reader_;
  const SrosText& text_;
};

}  // namespace

Acl ConvertFilter(Reader& reader, const SrosText& text, const FilterText& filter, std::string name,
                  FilterVerdict default_action) {
  Acl acl;
  acl.name = std::move(name);
  acl.family = filter.family;
  acl.span = filter.span;
  const FilterVerdict end = filter.default_action.value_or(default_action);
  acl.end_action = end == FilterVerdict::kDrop ? AclAction::kDeny : AclAction::kPermit;
  if (filter.calls_others)
    acl.open_lines.push_back({.place = 0, .match = {.family = acl.family}, .span = filter.span});
  FilterConverter converter(reader, text);
  for (const FilterEntry& entry : filter.entries) converter.Add(entry, acl);
  return acl;
}

void ConvertFilters(Reader& reader, const SrosText& text, routing::DeviceConfig& config) {
  for (const FilterText& filter : text.filters) {
    config.device.acls.push_back(
        ConvertFilter(reader, text, filter, std::string(filter.name), FilterVerdict::kDrop));
  }
}

}  // namespace ringfence::formats::nokia_sros
