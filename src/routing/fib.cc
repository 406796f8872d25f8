#include "routing/fib.h"

#include <algorithm>

namespace ringfence::routing {

std::vector<base::Span> FibEntry::spans() const { return explainer->SpansOf(*this); }

std::vector<model::NodeId> FibEntry::origins() const { return explainer->OriginsOf(*this); }

const FibEntry* Fib::Lookup(const net::IpAddress& address) const {
  if (open_ == nullptr && prefixes_.empty()) return nullptr;
  for (PrefixIndex i = table_->Longest(address); i != kNoPrefix; i = table_->parent(i)) {
    if (const FibEntry* entry = At(i)) return entry;
  }
  return nullptr;
}

const FibEntry* Fib::Find(const net::Prefix& prefix) const {
  const PrefixIndex index = open_ == nullptr && prefixes_.empty() ? kNoPrefix : table_->Find(prefix);
  return index == kNoPrefix ? nullptr : At(index);
}

bool Fib::HasMoreSpecific(const net::Prefix& prefix) const {
  if (open_ == nullptr && prefixes_.empty()) return false;
  const PrefixTable::Range inside = table_->Inside(prefix);
  for (PrefixIndex i = inside.first; open_ != nullptr && i < inside.last; ++i) {
    if (open_->Has(i)) return true;
  }
  if (open_ != nullptr) return false;
  return PlaceOf(inside.first) < PlaceOf(inside.last);
}

std::vector<net::Prefix> Fib::MoreSpecific(const net::Prefix& prefix) const {
  std::vector<net::Prefix> found;
  if (open_ == nullptr && prefixes_.empty()) return found;
  const PrefixTable::Range inside = table_->Inside(prefix);
  for (PrefixIndex i = inside.first; open_ != nullptr && i < inside.last; ++i) {
    if (open_->Has(i)) found.push_back((*table_)[i]);
  }
  if (open_ != nullptr) return found;
  for (std::size_t place = PlaceOf(inside.first); place < PlaceOf(inside.last); ++place)
    found.push_back((*table_)[prefixes_[place]]);
  return found;
}

void Fib::Begin(const PrefixTable& table, const FibSource* source, std::span<const PrefixIndex> prefixes) {
  table_ = &table;
  source_ = source;
  open_ = nullptr;
  prefixes_.assign(prefixes.begin(), prefixes.end());
  entry_of_.assign(prefixes.size(), kNotMade);
  entries_.clear();
  hop_sets_.clear();
}

void Fib::Begin(const PrefixTable& table, const OpenFibSource& source) {
  Begin(table, &source, {});
  open_ = &source;
}

std::size_t Fib::PlaceOf(PrefixIndex prefix) const {
  return static_cast<std::size_t>(std::ranges::lower_bound(prefixes_, prefix) - prefixes_.begin());
}

const FibEntry* Fib::At(PrefixIndex prefix) const {
  const std::size_t place = PlaceOf(prefix);
  if (open_ != nullptr && (place == prefixes_.size() || prefixes_[place] != prefix)) {
    if (!open_->Has(prefix)) return nullptr;
    prefixes_.insert(prefixes_.begin() + static_cast<std::ptrdiff_t>(place), prefix);
    entry_of_.insert(entry_of_.begin() + static_cast<std::ptrdiff_t>(place), kNotMade);
  }
  return place < prefixes_.size() && prefixes_[place] == prefix ? EntryAt(place) : nullptr;
}

const FibEntry* Fib::EntryAt(std::size_t place) const {
  std::uint32_t& entry = entry_of_[place];
  if (entry == kNotMade) {
    entry = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back(source_->MakeEntry(prefixes_[place], hop_sets_));
  }
  return &entries_[entry];
}

std::size_t Fib::Complete() {
  for (std::size_t place = 0; place < prefixes_.size(); ++place) EntryAt(place);
  source_ = nullptr;
  return entries_.size();
}

}  // namespace ringfence::routing
