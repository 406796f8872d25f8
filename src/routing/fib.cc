#include "routing/fib.h"

namespace ringfence::routing {

std::vector<base::Span> FibEntry::spans() const { return explainer->SpansOf(*this); }

std::vector<model::NodeId> FibEntry::origins() const { return explainer->OriginsOf(*this); }

const FibEntry* Fib::Lookup(const net::IpAddress& address) const {
  if (table_ == nullptr) return nullptr;
  for (PrefixIndex i = table_->Longest(address); i != kNoPrefix; i = table_->parent(i)) {
    if (entry_of_prefix_[i] != kNoEntry) return EntryAt(i);
  }
  return nullptr;
}

const FibEntry* Fib::Find(const net::Prefix& prefix) const {
  const PrefixIndex index = table_ == nullptr ? kNoPrefix : table_->Find(prefix);
  if (index == kNoPrefix || entry_of_prefix_[index] == kNoEntry) return nullptr;
  return EntryAt(index);
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

void Fib::Begin(const PrefixTable& table, const FibSource* source) {
  table_ = &table;
  source_ = source;
  entry_of_prefix_.assign(table.size(), kNoEntry);
  entries_.clear();
  hop_sets_.clear();
}

const FibEntry* Fib::EntryAt(PrefixIndex prefix) const {
  std::uint32_t& place = entry_of_prefix_[prefix];
  if (place == kNotMade) {
    place = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back(source_->MakeEntry(prefix, hop_sets_));
  }
  return &entries_[place];
}

std::size_t Fib::Complete() {
  for (PrefixIndex i = 0; i < entry_of_prefix_.size(); ++i) {
    if (entry_of_prefix_[i] != kNoEntry) EntryAt(i);
  }
  source_ = nullptr;
  return entries_.size();
}

}  // namespace ringfence::routing
