#include "routing/fib.h"

#include "base/check.h"

namespace ringfence::routing {

std::vector<base::Span> FibEntry::spans() const { return explainer->SpansOf(*this); }

std::vector<model::NodeId> FibEntry::origins() const { return explainer->OriginsOf(*this); }

const FibEntry* Fib::Lookup(const net::IpAddress& address) const {
  if (table_ == nullptr) return nullptr;
  for (PrefixIndex i = table_->Longest(address); i != kNoPrefix; i = table_->parent(i)) {
    if (entry_of_prefix_[i] != kNoEntry) return &entries_[entry_of_prefix_[i]];
  }
  return nullptr;
}

const FibEntry* Fib::Find(const net::Prefix& prefix) const {
  const PrefixIndex index = table_ == nullptr ? kNoPrefix : table_->Find(prefix);
  if (index == kNoPrefix || entry_of_prefix_[index] == kNoEntry) return nullptr;
  return &entries_[entry_of_prefix_[index]];
}

bool Fib::HasMoreSpecific(const net::Prefix& prefix) const {
  if (table_ == nullptr) return false;
  const PrefixTable::Range inside = table_->Inside(prefix);
  for (PrefixIndex i = inside.first; i < inside.last; ++i) {
    if (entry_of_prefix_[i] != kNoEntry) return true;
  }
  return false;
}

std::vector<net::Prefix> Fib::MoreSpecific(const net::Prefix& prefix) const {
  std::vector<net::Prefix> found;
  if (table_ == nullptr) return found;
  const PrefixTable::Range inside = table_->Inside(prefix);
  for (PrefixIndex i = inside.first; i < inside.last; ++i) {
    if (entry_of_prefix_[i] != kNoEntry) found.push_back((*table_)[i]);
  }
  return found;
}

void Fib::Clear(const PrefixTable& table) {
  table_ = &table;
  entry_of_prefix_.assign(table.size(), kNoEntry);
  entries_.clear();
  hops_.clear();
}

void Fib::Reserve(std::size_t entry_count) { entries_.reserve(entry_count); }

void Fib::Add(const FibEntry& entry, PrefixIndex index, std::span<const NextHop> hops) {
  RF_CHECK(index < entry_of_prefix_.size() && entries_.size() < entries_.capacity());
  entry_of_prefix_[index] = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back(entry);
  entries_.back().first_hop = static_cast<std::uint32_t>(hops_.size());
  entries_.back().hop_count = static_cast<std::uint32_t>(hops.size());
  hops_.insert(hops_.end(), hops.begin(), hops.end());
}

void Fib::AddLike(const FibEntry& entry, PrefixIndex index, const FibEntry& earlier) {
  RF_CHECK(index < entry_of_prefix_.size() && entries_.size() < entries_.capacity());
  entry_of_prefix_[index] = static_cast<std::uint32_t>(entries_.size());
  const std::uint32_t first = earlier.first_hop;
  const std::uint32_t count = earlier.hop_count;
  entries_.push_back(entry);
  entries_.back().first_hop = first;
  entries_.back().hop_count = count;
}

}  // namespace ringfence::routing
