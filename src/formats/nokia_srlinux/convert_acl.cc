// Filters as access lists: entries by number.
#include <algorithm>
#include <limits>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_srlinux/convert.h"
#include "formats/self_guard_text.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using net::NumberRange;

constexpr std::uint32_t kPortMax = std::numeric_limits<std::uint16_t>::max();

constexpr std::pair<std::string_view, std::uint8_t> kProtocols[] = {
    {"icmp", 1},  {"igmp", 2},   {"ipv4", 4},   {"tcp", 6},   {"udp", 17},   {"ipv6", 41},
    {"rsvp", 46}, {"gre", 47},   {"esp", 50},   {"ah", 51},   {"icmp6", 58}, {"ospf", 89},
    {"pim", 103}, {"vrrp", 112}, {"l2tp", 115}, {"sctp", 132}};

std::optional<std::uint8_t> ProtocolOf(std::string_view word) {
  for (const auto& [name, number] : kProtocols) {
    if (name == word) return number;
  }
  const auto number = ParseNumber(word, 0, 255);
  if (!number) return std::nullopt;
  return static_cast<std::uint8_t>(*number);
}

// False when the condition cannot be said.
bool AddPorts(const PortText& from, std::vector<NumberRange>& to) {
  const auto port = [](const Name& name) { return ParseNumber(name.value, 0, kPortMax); };
  const auto add = [&to](std::uint32_t first, std::uint32_t last) {
    to.push_back({static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last)});
  };
  if (from.start.set() || from.end.set()) {
    const auto first = port(from.start), last = port(from.end);
    if (!first || !last || *last < *first) return false;
    add(*first, *last);
  }
  if (!from.value.set()) return !from.op.set();
  const auto value = port(from.value);
  if (!value || !to.empty()) return false;
  if (from.op.value == "eq" || !from.op.set())
    add(*value, *value);
  else if (from.op.value == "ge")
    add(*value, kPortMax);
  else if (from.op.value == "le")
    add(0, *value);
  else
    return false;
  return true;
}

// False when the entry cannot be said.
bool Fill(const FilterEntryText& from, net::HeaderMatch& match) {
  if (from.incomplete || from.accepts == from.drops) return false;
  if (from.protocol.set()) {
    const auto protocol = ProtocolOf(from.protocol.value);
    if (!protocol) return false;
    match.protocol = {{*protocol, *protocol}};
  }
  for (const auto& [stated, to] :
       {std::pair(&from.source, &match.source), std::pair(&from.destination, &match.destination)}) {
    if (!stated->set()) continue;
    if (stated->value.family() != match.family) return false;
    to->push_back(net::AddressMatch::Of(stated->value));
  }
  if (from.icmp_type.set()) {
    const auto type = static_cast<std::uint16_t>(from.icmp_type.value);
    match.icmp_type = {{type, type}};
  }
  return AddPorts(from.source_port, match.source_port) &&
         AddPorts(from.destination_port, match.destination_port);
}

// It stands open unless it can only accept.
void LeaveOpen(const FilterEntryText& from, model::Acl& acl) {
  if (from.accepts && !from.drops && !from.other_action) return;
  model::OpenLine line{.place = acl.lines.size(), .match = {.family = acl.family}, .span = from.span};
  if (const auto protocol = ProtocolOf(from.protocol.value); from.protocol.set() && protocol)
    line.match.protocol = {{*protocol, *protocol}};
  acl.open_lines.push_back(std::move(line));
}

bool IsUse(const CpmFilterText& use, const FilterText& filter) {
  return use.family == filter.family && use.name.value == filter.name;
}

/// Of an entry that cannot be said; what routing protocols make of it is asked of the list.
std::uint8_t ImpactOf(const SrlText& text, const FilterText& filter) {
  const bool guards = std::ranges::any_of(text.cpm_filters,
                                          [&filter](const CpmFilterText& use) { return IsUse(use, filter); });
  constexpr std::uint8_t kOfGuards = kForwarding | model::Impact::kManagement;
  return guards ? kOfGuards : kForwarding;
}

}  // namespace

bool EndsExplicitly(const model::Acl& acl) {
  return !acl.lines.empty() && acl.lines.back().match == net::HeaderMatch{.family = acl.family};
}

void ConvertGuards(Reader& reader, const SrlText& text, routing::DeviceConfig& config) {
  for (const CpmFilterText& use : text.cpm_filters) {
    const model::Acl* acl = model::FindAcl(config.device, use.name.value, use.family);
    if (acl == nullptr) {
      reader.Undefined(use.name.node, "filter");
      continue;
    }
    // What a filter does with packets that no entry names is not certain, nor are two of them one.
    const bool alone = std::ranges::count(text.cpm_filters, use.family, &CpmFilterText::family) == 1;
    if (!alone)
      reader.Unmodelled(use.name.node, kOwnPackets, "several filters before the control plane");
    else if (!EndsExplicitly(*acl))
      reader.Unmodelled(use.name.node, model::Impact::kManagement, "filter without an entry for the rest");
    if (alone) AddGuard({std::string(use.name.value), use.family, {}, use.name.span}, config.device);
  }
}

void ConvertFilters(Reader& reader, const SrlText& text, routing::DeviceConfig& config) {
  for (const FilterText& filter : text.filters) {
    model::Acl acl;
    acl.name = filter.name;
    acl.family = filter.family;
    acl.span = filter.span;
    acl.end_action = model::AclAction::kPermit;
    if (filter.unknown_part)
      acl.open_lines.push_back({.place = 0, .match = {.family = acl.family}, .span = acl.span});
    std::vector<const FilterEntryText*> entries;
    for (const FilterEntryText& entry : filter.entries) entries.push_back(&entry);
    std::ranges::stable_sort(entries, {}, &FilterEntryText::number);
    for (const FilterEntryText* entry : entries) {
      net::HeaderMatch match;
      match.family = acl.family;
      if (!Fill(*entry, match)) {
        reader.Unmodelled(entry->node, ImpactOf(text, filter), "filter entry of this form");
        LeaveOpen(*entry, acl);
        continue;
      }
      const auto action = entry->accepts ? model::AclAction::kPermit : model::AclAction::kDeny;
      acl.lines.push_back({action, std::move(match), entry->span});
    }
    // What a filter does with packets that no entry names is not certain.
    if (!EndsExplicitly(acl))
      acl.open_lines.push_back(
          {.place = acl.lines.size(), .match = {.family = acl.family}, .span = acl.span});
    config.device.acls.push_back(std::move(acl));
  }
}

}  // namespace ringfence::formats::nokia_srlinux
