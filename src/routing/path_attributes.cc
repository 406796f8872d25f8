#include "routing/path_attributes.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace ringfence::routing {
namespace {

bool IsSequence(AsSegmentKind kind) {
  return kind == AsSegmentKind::kSequence || kind == AsSegmentKind::kConfederationSequence;
}

std::uint64_t Mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
  return hash ^ (hash >> 29);
}

std::uint64_t HashOf(const AsPath& path) {
  std::uint64_t hash = path.size();
  for (const AsSegment& segment : path) {
    hash =
        Mix(hash, (std::uint64_t{segment.numbers.size()} << 2U) | static_cast<std::uint64_t>(segment.kind));
    for (const std::uint32_t number : segment.numbers) hash = Mix(hash, number);
  }
  return hash ^ (hash >> 32U);
}

std::uint64_t HashOf(const PathAttributes& a) {
  std::uint64_t hash = Mix(0, (std::uint64_t{a.local_preference} << 32) | a.med);
  hash = Mix(hash, (std::uint64_t{a.weight} << 32) | a.tag);
  hash = Mix(hash, (std::uint64_t{a.distance} << 32) | a.originator);
  hash = Mix(hash, (std::uint64_t{a.as_path.value} << 32) | a.standard.value);
  hash = Mix(hash, (std::uint64_t{a.extended.value} << 32) | a.large.value);
  hash = Mix(hash, a.sid);
  return Mix(hash, (std::uint64_t{a.clusters.value} << 32) | (static_cast<std::uint64_t>(a.origin) << 1) |
                       (a.has_med ? 1U : 0U));
}

AsPathFacts Measure(const AsPath& path) {
  AsPathFacts facts;
  bool neighbor_known = false;
  for (const AsSegment& segment : path) {
    if (facts.first_as == 0) facts.first_as = segment.numbers.front();
    switch (segment.kind) {
      case AsSegmentKind::kSequence:
        facts.length += static_cast<std::uint32_t>(segment.numbers.size());
        if (!neighbor_known) facts.neighbor_as = segment.numbers.front();
        neighbor_known = true;
        break;
      case AsSegmentKind::kSet:
        facts.length += 1;
        neighbor_known = true;
        break;
      case AsSegmentKind::kConfederationSequence:
        facts.confederation += static_cast<std::uint32_t>(segment.numbers.size());
        break;
      case AsSegmentKind::kConfederationSet:
        facts.confederation += 1;
        break;
    }
  }
  return facts;
}

/// Numbers of a community in its order of text, for sorting by value.
std::vector<std::uint64_t> SortKey(std::string_view text) {
  std::vector<std::uint64_t> key;
  while (!text.empty()) {
    const std::size_t end = text.find(':');
    const std::string_view part = text.substr(0, end);
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(part.data(), part.data() + part.size(), value);
    key.push_back(parsed.ec == std::errc() ? value : 0);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return key;
}

}  // namespace

AsPath Canonical(const AsPath& path) {
  AsPath result;
  for (const AsSegment& segment : path) {
    if (segment.numbers.empty()) continue;
    if (IsSequence(segment.kind) && !result.empty() && result.back().kind == segment.kind) {
      auto& numbers = result.back().numbers;
      numbers.insert(numbers.end(), segment.numbers.begin(), segment.numbers.end());
      continue;
    }
    result.push_back(segment);
    if (IsSequence(segment.kind)) continue;
    auto& numbers = result.back().numbers;
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  }
  return result;
}

AsPath Prepended(const AsPath& path, std::span<const std::uint32_t> numbers, AsSegmentKind kind) {
  AsPath result;
  result.reserve(path.size() + 1);
  result.push_back({kind, {numbers.begin(), numbers.end()}});
  result.insert(result.end(), path.begin(), path.end());
  return Canonical(result);
}

std::string TextOf(const AsPath& path) {
  std::string text;
  for (const AsSegment& segment : path) {
    constexpr std::string_view kOpen[] = {"", "{", "(", "("};
    constexpr std::string_view kClose[] = {"", "}", ")", ")"};
    const auto kind = static_cast<std::size_t>(segment.kind);
    if (!text.empty()) text += ' ';
    text += kOpen[kind];
    for (std::size_t i = 0; i < segment.numbers.size(); ++i) {
      if (i != 0) text += ' ';
      text += std::to_string(segment.numbers[i]);
    }
    text += kClose[kind];
  }
  return text;
}

CommunitySetId& PathAttributes::communities(model::CommunityKind kind) {
  return kind == model::CommunityKind::kStandard   ? standard
         : kind == model::CommunityKind::kExtended ? extended
                                                   : large;
}

CommunitySetId PathAttributes::communities(model::CommunityKind kind) const {
  return kind == model::CommunityKind::kStandard   ? standard
         : kind == model::CommunityKind::kExtended ? extended
                                                   : large;
}

std::size_t AttributePool::NumbersHash::operator()(const std::vector<std::uint32_t>& numbers) const noexcept {
  std::uint64_t hash = numbers.size();
  for (const std::uint32_t number : numbers) hash = Mix(hash, number);
  return hash;
}

AttributePool::AttributePool() : path_slots_(1024, 0), block_slots_(1024, 0) {
  Intern(AsPath{});
  InternSet({});
  InternClusters({});
}

AsPathId AttributePool::Intern(const AsPath& path) { return InternCanonical(Canonical(path)); }

AsPathId AttributePool::Prepend(AsPathId path, std::span<const std::uint32_t> numbers) {
  const AsPath& tail = paths_[path.index()];
  if (tail.empty() || tail.front().kind != AsSegmentKind::kSequence) return Intern(Prepended(tail, numbers));
  AsPath longer(tail.size());
  longer.front().numbers.reserve(numbers.size() + tail.front().numbers.size());
  longer.front().numbers.assign(numbers.begin(), numbers.end());
  longer.front().numbers.insert(longer.front().numbers.end(), tail.front().numbers.begin(),
                                tail.front().numbers.end());
  std::copy(tail.begin() + 1, tail.end(), longer.begin() + 1);
  return InternCanonical(std::move(longer));
}

AsPathId AttributePool::InternCanonical(AsPath path) {
  if (paths_.size() * 2 >= path_slots_.size()) GrowPaths();
  const std::size_t mask = path_slots_.size() - 1;
  for (std::size_t slot = HashOf(path) & mask;; slot = (slot + 1) & mask) {
    if (path_slots_[slot] == 0) {
      std::uint64_t members = 0;
      for (const AsSegment& segment : path) {
        for (const std::uint32_t number : segment.numbers) members |= MemberBit(number);
      }
      members_.push_back(members);
      facts_.push_back(Measure(path));
      path_texts_.emplace_back();
      paths_.push_back(std::move(path));
      path_slots_[slot] = static_cast<std::uint32_t>(paths_.size());
      return AsPathId(paths_.size() - 1);
    }
    if (paths_[path_slots_[slot] - 1] == path) return AsPathId(path_slots_[slot] - 1);
  }
}

void AttributePool::GrowPaths() {
  path_slots_.assign(path_slots_.size() * 2, 0);
  const std::size_t mask = path_slots_.size() - 1;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    std::size_t slot = HashOf(paths_[i]) & mask;
    while (path_slots_[slot] != 0) slot = (slot + 1) & mask;
    path_slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

const std::string& AttributePool::TextOf(AsPathId id) const {
  std::string& text = path_texts_[id.index()];
  if (text.empty()) text = routing::TextOf(paths_[id.index()]);
  return text;
}

CommunitySetId AttributePool::InternSet(std::vector<CommunityId> members) {
  std::ranges::sort(members);
  members.erase(std::ranges::unique(members).begin(), members.end());
  std::vector<std::uint32_t> key;
  key.reserve(members.size());
  for (const CommunityId member : members) key.push_back(member.value);
  const auto [entry, added] = set_ids_.emplace(std::move(key), static_cast<std::uint32_t>(sets_.size()));
  if (added) sets_.push_back(std::move(members));
  return CommunitySetId(entry->second);
}

std::string AttributePool::TextOf(CommunitySetId id) const {
  std::vector<std::pair<std::vector<std::uint64_t>, std::string_view>> texts;
  for (const CommunityId member : sets_[id.index()]) {
    const std::string_view text = TextOf(member);
    texts.emplace_back(SortKey(text), text);
  }
  std::ranges::sort(texts);
  std::string joined;
  for (const auto& [key, text] : texts) {
    if (!joined.empty()) joined += ' ';
    joined += text;
  }
  return joined;
}

bool AttributePool::Has(CommunitySetId set, CommunityId member) const {
  return std::ranges::binary_search(sets_[set.index()], member);
}

ClusterListId AttributePool::InternClusters(const std::vector<std::uint32_t>& list) {
  const auto [entry, added] = cluster_ids_.emplace(list, static_cast<std::uint32_t>(clusters_.size()));
  if (added) clusters_.push_back(list);
  return ClusterListId(entry->second);
}

AddressId AttributePool::Intern(const net::IpAddress& address) {
  const auto [entry, added] = address_ids_.emplace(address, static_cast<std::uint32_t>(addresses_.size()));
  if (added) addresses_.push_back(address);
  return AddressId(entry->second);
}

AttributesId AttributePool::Intern(const PathAttributes& attributes) {
  if (blocks_.size() * 2 >= block_slots_.size()) GrowBlocks();
  const std::size_t mask = block_slots_.size() - 1;
  for (std::size_t slot = HashOf(attributes) & mask;; slot = (slot + 1) & mask) {
    if (block_slots_[slot] == 0) {
      blocks_.push_back(attributes);
      block_slots_[slot] = static_cast<std::uint32_t>(blocks_.size());
      return AttributesId(blocks_.size() - 1);
    }
    if (blocks_[block_slots_[slot] - 1] == attributes) return AttributesId(block_slots_[slot] - 1);
  }
}

void AttributePool::GrowBlocks() {
  block_slots_.assign(block_slots_.size() * 2, 0);
  const std::size_t mask = block_slots_.size() - 1;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    std::size_t slot = HashOf(blocks_[i]) & mask;
    while (block_slots_[slot] != 0) slot = (slot + 1) & mask;
    block_slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

}  // namespace ringfence::routing
