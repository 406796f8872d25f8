// Firewall filters as access lists. Junos address conditions take the longest match among all prefixes of a
// side, with an implied "0/0 except": the address matches when the longest prefix that holds it is not marked
// `except`. The neutral list knows only unions, so the exceptions are carved out: prefixes are handled from
// short to long; a positive one replaces what it covers, an `except` splits the prefix around it into the
// O(32) siblings along its path. Cost O(entries x prefixes) with exceptions, O(entries) without.
#include <algorithm>

#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Acl;
using model::AclAction;
using net::Family;
using net::HeaderMatch;
using net::Prefix;

// Comparisons of prefixes for one condition (origin: 4,000 exceptions against 4,000 prefixes).
constexpr std::size_t kCarveWorkMax = 1U << 24U;

const PrefixList* FindList(const JunosText& text, std::string_view name) {
  for (const PrefixList& list : text.prefix_lists) {
    if (list.name == name) return &list;
  }
  return nullptr;
}

// Siblings of `inner` on the way up to `outer`: together they are outer without inner.
void SplitAround(const Prefix& outer, const Prefix& inner, std::vector<Prefix>& out) {
  for (std::uint8_t length = inner.length; length > outer.length; --length) {
    const Prefix half = Prefix::Of(inner.address, length);
    // The other half of the parent starts where the bit is flipped.
    const Prefix parent = Prefix::Of(inner.address, static_cast<std::uint8_t>(length - 1));
    const Prefix low = Prefix::Of(parent.address, length);
    out.push_back(half == low ? Prefix::Of(parent.Last(), length) : low);
  }
}

// The matches of one side; nullopt when nothing can match (or the condition cannot be said, which is marked).
std::optional<std::vector<net::AddressMatch>> SideOf(Reader& reader, const JunosText& text,
                                                     const AddressCondition& condition, Family family) {
  std::vector<net::AddressMatch> matches;
  if (!condition.stated()) return matches;
  std::vector<AddressEntry> entries = condition.entries;
  for (const PrefixListEntry& use : condition.lists) {
    const PrefixList* list = FindList(text, use.list.name);
    if (list == nullptr) {
      reader.Undefined(use.list.node, "prefix-list");
      return std::nullopt;
    }
    for (const PrefixList::Entry& entry : list->entries)
      entries.push_back({entry.prefix, use.except, use.list.node});
  }
  const auto prefixes = CarveExcepts(entries, family);
  if (!prefixes) {
    reader.Unmodelled(entries.front().node, Impact::kForwarding | Impact::kManagement,
                      "very large address exceptions");
    return std::nullopt;
  }
  if (prefixes->empty()) return std::nullopt;
  for (const Prefix& prefix : *prefixes) {
    if (prefix.length == 0) return std::vector<net::AddressMatch>{};
    matches.push_back(net::AddressMatch::Of(prefix));
  }
  return matches;
}

// A term that is not modelled and may discard: what it asks for besides is not known, and what an address
// or port condition of it says is not needed.
void LeaveOpen(const FilterTerm& term, Acl& acl) {
  const bool may_discard = term.unknown_action || term.then == FilterTerm::Then::kDiscard;
  if (!may_discard) return;
  model::OpenLine line{.place = acl.lines.size(), .match = {.family = acl.family}, .span = term.span};
  line.match.protocol = term.protocol;
  line.match.fragment = term.fragment;
  acl.open_lines.push_back(std::move(line));
}

// `address` and `port` mean either side: one line for each.
void AddLines(Reader& reader, const JunosText& text, const FilterTerm& term, Acl& acl) {
  if (term.inexpressible || term.unknown_action) LeaveOpen(term, acl);
  if (term.inexpressible || term.then == FilterTerm::Then::kNextTerm) return;
  HeaderMatch match;
  match.family = acl.family;
  match.protocol = term.protocol;
  match.source_port = term.port_source;
  match.destination_port = term.port_destination;
  match.icmp_type = term.icmp_type;
  match.tcp_state = term.tcp_state;
  match.fragment = term.fragment;
  match.dscp = term.dscp;
  const auto source = SideOf(reader, text, term.source, acl.family);
  const auto destination = SideOf(reader, text, term.destination, acl.family);
  const auto either = SideOf(reader, text, term.either, acl.family);
  if (!source || !destination || !either) return LeaveOpen(term, acl);
  match.source = *source;
  match.destination = *destination;
  const AclAction action = term.then == FilterTerm::Then::kAccept ? AclAction::kPermit : AclAction::kDeny;
  const bool both_sides = !either->empty();
  const bool both_ports = !term.port_either.empty();
  for (int side = 0; side < (both_sides ? 2 : 1); ++side) {
    for (int port = 0; port < (both_ports ? 2 : 1); ++port) {
      HeaderMatch one = match;
      // A condition on the same side in addition narrows it; Junos forbids the combination.
      if (both_sides) (side == 0 ? one.source : one.destination) = *either;
      if (both_ports) (port == 0 ? one.source_port : one.destination_port) = term.port_either;
      acl.lines.push_back({action, std::move(one), term.span});
    }
  }
}

}  // namespace

std::optional<std::vector<Prefix>> CarveExcepts(std::vector<AddressEntry> entries, Family family) {
  std::erase_if(entries, [family](const AddressEntry& entry) { return entry.prefix.family() != family; });
  std::vector<Prefix> carved;
  const bool excepts =
      std::any_of(entries.begin(), entries.end(), [](const AddressEntry& e) { return e.except; });
  if (!excepts) {
    for (const AddressEntry& entry : entries) carved.push_back(entry.prefix);
    return carved;
  }
  std::stable_sort(entries.begin(), entries.end(), [](const AddressEntry& a, const AddressEntry& b) {
    return a.prefix.length < b.prefix.length;
  });
  std::size_t work = 0;
  for (const AddressEntry& entry : entries) {
    work += carved.size() + 1;
    if (work > kCarveWorkMax) return std::nullopt;
    std::vector<Prefix> next;
    bool covered = false;
    for (const Prefix& prefix : carved) {
      covered = covered || prefix.Contains(entry.prefix);
      if (entry.prefix.Contains(prefix)) continue;
      if (entry.except && prefix.Contains(entry.prefix)) {
        SplitAround(prefix, entry.prefix, next);
      } else {
        next.push_back(prefix);
      }
    }
    if (!entry.except && covered) continue;
    if (!entry.except) next.push_back(entry.prefix);
    carved = std::move(next);
    if (carved.size() > kCarvedMax) return std::nullopt;
  }
  return carved;
}

void ConvertFilters(Reader& reader, JunosText& text, model::Device& device) {
  for (Filter& filter : text.filters) {
    Acl& acl = device.acls.emplace_back();
    acl.name = filter.name;
    acl.family = filter.family;
    acl.span = filter.span;
    acl.end_action = AclAction::kDeny;  // implicit discard
    if (filter.unknown_part)
      acl.open_lines.push_back({.place = 0, .match = {.family = acl.family}, .span = acl.span});
    for (std::size_t i = 0; i < filter.terms.size(); ++i) {
      AddLines(reader, text, filter.terms[i], acl);
      filter.term_of_line.resize(acl.lines.size(), i);
    }
  }
}

model::AclUse UseOfFilters(Reader& reader, const std::vector<NameUse>& filters, Family family,
                           model::Device& device) {
  model::AclUse use;
  Acl chain;
  for (const NameUse& filter : filters) {
    const Acl* acl = model::FindAcl(device, filter.name, family);
    if (acl == nullptr) {
      reader.Undefined(filter.node, "firewall filter");
      return {};
    }
    if (!use.name.empty()) use.name += '+';
    use.name += filter.name;
    use.span = use.span.valid() ? use.span : reader.SpanOf(filter.node);
    for (model::OpenLine open : acl->open_lines) {
      open.place += chain.lines.size();
      chain.open_lines.push_back(std::move(open));
    }
    chain.lines.insert(chain.lines.end(), acl->lines.begin(), acl->lines.end());
  }
  if (filters.size() > 1 && model::FindAcl(device, use.name, family) == nullptr) {
    chain.name = use.name;
    chain.family = family;
    chain.span = use.span;
    device.acls.push_back(std::move(chain));
  }
  return use;
}

}  // namespace ringfence::formats::juniper_junos
