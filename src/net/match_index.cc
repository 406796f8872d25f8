// Which lines of an access list can concern a flow.
//
// Problem: a list has ten thousand lines, and of one flow's packets a few dozen of them can take any. Looking
// at every line for every flow costs lines times flows. Idea: packets of a flow lie in a box (packet_hull.h)
// whose sides are address prefixes; prefixes nest, so those that meet a given one are its own ancestors and,
// in the order of addresses, the neighbours that lie inside of it. Two such orders, by source and by
// destination; the one that finds less is asked, and what it finds is compared with the whole box. A wildcard
// with holes stands under the longest prefix around it: found too often, never too seldom. Cost: n log n to
// build, about 100 bytes a line; a question costs O(log n + address bits) and one comparison for each line
// found.

#include "net/match_index.h"

#include <algorithm>

namespace ringfence::net {
namespace {

using Alternatives = std::vector<AddressMatch> HeaderMatch::*;

std::vector<PrefixIndex::Entry> EntriesOf(Family family, const std::vector<const HeaderMatch*>& matches,
                                          Alternatives field) {
  std::vector<PrefixIndex::Entry> entries;
  for (std::uint32_t i = 0; i < matches.size(); ++i) {
    if (matches[i]->family != family) continue;
    if ((matches[i]->*field).empty()) entries.push_back({Prefix::Default(family), i});
    for (const AddressMatch& match : matches[i]->*field) {
      if (match.address.family == family) entries.push_back({PrefixAround(match), i});
    }
  }
  return entries;
}

}  // namespace

PrefixIndex::PrefixIndex(std::vector<Entry> entries) {
  // Around before inside: equal addresses by length.
  std::ranges::stable_sort(entries, {}, &Entry::prefix);
  owners_.reserve(entries.size());
  for (const Entry& entry : entries) {
    if (groups_.empty() || groups_.back().prefix != entry.prefix) {
      std::uint32_t around = groups_.empty() ? kNone : static_cast<std::uint32_t>(groups_.size() - 1);
      while (around != kNone && !groups_[around].prefix.Contains(entry.prefix))
        around = groups_[around].around;
      groups_.push_back({entry.prefix, around, static_cast<std::uint32_t>(owners_.size())});
    }
    owners_.push_back(entry.owner);
  }
  groups_.push_back({{}, kNone, static_cast<std::uint32_t>(owners_.size())});
}

PrefixIndex::Found PrefixIndex::Find(const Prefix& prefix) const {
  const auto last = groups_.end() - 1;
  const auto begin = std::ranges::lower_bound(groups_.begin(), last, prefix, {}, &Group::prefix);
  const IpAddress top = prefix.Last();
  const auto end =
      std::partition_point(begin, last, [&top](const Group& group) { return group.prefix.address <= top; });
  const auto first = static_cast<std::uint32_t>(begin - groups_.begin());
  // Whatever holds the prefix holds the one before it in this order as well, or is that one.
  std::uint32_t around = first == 0 ? kNone : first - 1;
  while (around != kNone && !groups_[around].prefix.Contains(prefix)) around = groups_[around].around;
  return {first, static_cast<std::uint32_t>(end - groups_.begin()), around};
}

std::size_t PrefixIndex::CountMeeting(const Prefix& prefix) const {
  const Found found = Find(prefix);
  std::size_t count = groups_[found.end].begin - groups_[found.begin].begin;
  for (std::uint32_t group = found.around; group != kNone; group = groups_[group].around)
    count += SizeOf(group);
  return count;
}

void PrefixIndex::AddMeeting(const Prefix& prefix, std::vector<std::uint32_t>& owners) const {
  const Found found = Find(prefix);
  const auto add = [&](std::uint32_t begin, std::uint32_t end) {
    owners.insert(owners.end(), owners_.begin() + groups_[begin].begin, owners_.begin() + groups_[end].begin);
  };
  add(found.begin, found.end);
  for (std::uint32_t group = found.around; group != kNone; group = groups_[group].around)
    add(group, group + 1);
}

MatchIndex::MatchIndex(Family family, std::vector<const HeaderMatch*> matches)
    : matches_(std::move(matches)),
      by_source_(EntriesOf(family, matches_, &HeaderMatch::source)),
      by_destination_(EntriesOf(family, matches_, &HeaderMatch::destination)) {}

std::vector<std::uint32_t> MatchIndex::Meeting(const PacketHull& hull) const {
  const Prefix source = PrefixAround(hull.source);
  const Prefix destination = PrefixAround(hull.destination);
  const bool by_source = by_source_.CountMeeting(source) < by_destination_.CountMeeting(destination);
  std::vector<std::uint32_t> found;
  if (by_source) {
    by_source_.AddMeeting(source, found);
  } else {
    by_destination_.AddMeeting(destination, found);
  }
  std::erase_if(found, [&](std::uint32_t place) { return !Meet(*matches_[place], hull); });
  std::ranges::sort(found);
  const auto rest = std::ranges::unique(found);
  found.erase(rest.begin(), rest.end());
  return found;
}

}  // namespace ringfence::net
