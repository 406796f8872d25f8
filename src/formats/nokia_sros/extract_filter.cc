// Packet filters, of interfaces and of the management plane, and the lists that they share.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

using net::Family;

void ReadVerdict(Reader& reader, NodeId value, FilterEntry& entry) {
  constexpr std::pair<std::string_view, FilterVerdict> kVerdicts[] = {
      {"accept", FilterVerdict::kAccept},       {"drop", FilterVerdict::kDrop},
      {"reject", FilterVerdict::kDrop},         {"unreachable", FilterVerdict::kDrop},
      {"ignore-match", FilterVerdict::kIgnore},
  };
  for (const auto& [word, verdict] : kVerdicts) {
    if (reader.word(value) == word) entry.verdict = {verdict, value, reader.SpanOf(value)};
  }
}

// `action { accept }` and `action accept`. Conditional drops and other ways to forward are not in the model.
void ReadAction(Reader& reader, NodeId block, FilterEntry& entry) {
  for (const NodeId id : Children(reader, block)) {
    entry.verdict = {FilterVerdict::kOther, id, reader.SpanOf(id)};
    ReadVerdict(reader, id, entry);
    if (entry.verdict.value == FilterVerdict::kOther) {
      entry.incomplete = entry.other_action = true;
      reader.Unmodelled(id, entry.impact, "filter action");
      continue;
    }
    reader.Modelled(id);
    for (const NodeId extra : Children(reader, id)) {
      entry.incomplete = entry.other_action = true;
      reader.Unmodelled(extra, entry.impact, "filter action under a condition");
    }
  }
}

constexpr Rule<FilterEntry> kEntryRules[] = {
    Block<FilterEntry>("match", &ReadFilterMatch),
    Block<FilterEntry>("action", &ReadAction),
    Ignores<FilterEntry>("log"),
    Ignores<FilterEntry>("collect-stats"),
    Ignores<FilterEntry>("egress-pbr"),
    Ignores<FilterEntry>("sticky-dest"),
    Lacks<FilterEntry>("filter-sample", Impact::kCopying, "sampled packets"),
    Lacks<FilterEntry>("pbr-down-action-override", Impact::kForwarding, "policy routing"),
};

void ReadEntry(Reader& reader, NodeId key, FilterText& filter) {
  FilterEntry entry;
  entry.node = key;
  entry.family = filter.family;
  entry.impact = filter.impact;
  entry.span = reader.SpanOf(key);
  if (const auto number = reader.Number(key, 1, 4294967295U)) entry.number = *number;
  Dispatch(reader, key, entry, std::span(kEntryRules));
  filter.entries.push_back(std::move(entry));
}

void ReadDefault(Reader& reader, NodeId value, FilterText& filter) {
  const std::string_view word = reader.word(value);
  if (word == "accept" || word == "drop" || word == "reject") {
    const auto verdict = word == "accept" ? FilterVerdict::kAccept : FilterVerdict::kDrop;
    filter.default_action = {verdict, value, reader.SpanOf(value)};
  } else if (word == "ignore-match") {
    filter.default_action = {FilterVerdict::kIgnore, value, reader.SpanOf(value)};
  } else {
    reader.Invalid(value, "not a default action");
  }
}

constexpr Rule<FilterText> kFilterRules[] = {
    AdminState<&FilterText::admin>(),
    Leaf<FilterText>("default-action", &ReadDefault),
    List<FilterText>("entry", &ReadEntry),
    Lacks<FilterText>("embed", Impact::kPaths | Impact::kManagement, "embedded filters"),
    Lacks<FilterText>("chain-to-system-filter", Impact::kPaths, "system filter"),
    Ignores<FilterText>("filter-id"),
    Ignores<FilterText>("scope"),
    Ignores<FilterText>("type"),
    Ignores<FilterText>("subscriber-mgmt"),
};

void ReadFilter(Reader& reader, NodeId node, FilterText& filter) {
  filter.span = reader.SpanOf(node);
  Dispatch(reader, node, filter, std::span(kFilterRules));
  filter.calls_others =
      reader.tree.Find(node, "embed") != kNone || reader.tree.Find(node, "chain-to-system-filter") != kNone;
  // Entries are tried in the order of their numbers, whatever the order of the text.
  std::ranges::stable_sort(filter.entries, {}, &FilterEntry::number);
}

template <Family kFamily>
void ReadNamed(Reader& reader, NodeId key, SrosText& text) {
  FilterText& filter = text.filters.emplace_back();
  filter.name = reader.word(key);
  filter.family = kFamily;
  ReadFilter(reader, key, filter);
}

void AddPrefix(Reader& reader, NodeId key, MatchList& list) {
  const auto prefix = reader.Prefix(key);
  if (!prefix || std::ranges::find(list.prefixes, *prefix) != list.prefixes.end()) return;
  list.prefixes.push_back(*prefix);
}

constexpr Rule<MatchList> kPrefixListRules[] = {
    List<MatchList>("prefix", &AddPrefix),
    Lacks<MatchList>("prefix-exclude", Impact::kForwarding | Impact::kManagement, "excluded prefixes"),
    Lacks<MatchList>("apply-path", Impact::kForwarding | Impact::kManagement,
                     "prefixes from other statements"),
};

void ReadIpList(Reader& reader, NodeId key, SrosText& text) {
  MatchList& list = text.ip_lists.emplace_back();
  list.name = reader.word(key);
  Dispatch(reader, key, list, std::span(kPrefixListRules));
}

void ReadPortList(Reader& reader, NodeId key, SrosText& text) {
  MatchList& list = text.port_lists.emplace_back();
  list.name = reader.word(key);
  ReadPorts(reader, key, list.ports);
}

constexpr Rule<SrosText> kMatchListRules[] = {
    List<SrosText>("ip-prefix-list", &ReadIpList),
    List<SrosText>("ipv6-prefix-list", &ReadIpList),
    List<SrosText>("port-list", &ReadPortList),
    Lacks<SrosText>("protocol-list", Impact::kForwarding | Impact::kManagement, "lists of protocols"),
};

void ReadMatchLists(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kMatchListRules));
}

constexpr Rule<SrosText> kFiltersRules[] = {
    List<SrosText>("ip-filter", &ReadNamed<Family::kIpv4>),
    List<SrosText>("ipv6-filter", &ReadNamed<Family::kIpv6>),
    Block<SrosText>("match-list", &ReadMatchLists),
    Lacks<SrosText>("mac-filter", Impact::kPaths, "filters on MAC addresses"),
    Lacks<SrosText>("redirect-policy", Impact::kForwarding, "policy routing"),
    Lacks<SrosText>("redirect-policy-binding", Impact::kForwarding, "policy routing"),
    Lacks<SrosText>("system-filter", Impact::kPaths, "system filter"),
    Ignores<SrosText>("dhcp-filter"),
    Ignores<SrosText>("log"),
    Ignores<SrosText>("md-auto-id"),
};

}  // namespace

void ReadFilters(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kFiltersRules));
}

void ReadManagementFilter(Reader& reader, NodeId block, Family family, ManagementText& text) {
  FilterText& filter = text.access_filters.emplace_back();
  filter.family = family;
  filter.impact = kOwnPackets;
  ReadFilter(reader, block, filter);
}

}  // namespace ringfence::formats::nokia_sros
