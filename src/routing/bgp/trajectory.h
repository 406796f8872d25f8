// What speakers told each other about one prefix, round by round, while it settled. See replay.cc.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "routing/bgp/bgp_scratch.h"

namespace ringfence::routing::bgp {

/// The rounds in step of a prefix that settled from nothing, in them or later.
class Trajectory {
 public:
  /// What an export class tells from the end of a round on, until its next news.
  struct News {
    std::uint32_t round = 0;
    std::uint32_t first = 0, count = 0;  ///< adverts
  };

  /// Adds news. REQUIRES: not Ended.
  void Add(std::uint32_t place, std::uint32_t round, std::span<const Advert> adverts) {
    added_.push_back(
        {place,
         {round, static_cast<std::uint32_t>(adverts_.size()), static_cast<std::uint32_t>(adverts.size())}});
    adverts_.insert(adverts_.end(), adverts.begin(), adverts.end());
  }
  /// Nothing more comes. `places`: export classes in use; `settled`: it came to rest in step.
  void End(std::size_t places, bool settled) {
    settled_ = settled;
    std::ranges::stable_sort(added_, {}, &Added::place);
    first_.assign(places + 1, 0);
    for (const Added& one : added_) {
      ++first_[one.place + 1];
      news_.push_back(one.news);
    }
    for (std::size_t p = 0; p < places; ++p) first_[p + 1] += first_[p];
    adverts_.shrink_to_fit();
    added_ = {};
  }

  /// True when the rounds in step are here.
  bool known() const { return !first_.empty(); }
  /// True when it came to rest in them.
  bool settled() const { return settled_; }
  /// What the class at a place in FamilyState::classes told anew, ascending by round. REQUIRES: known.
  std::span<const News> NewsOf(std::uint32_t place) const {
    return std::span(news_).subspan(first_[place], first_[place + 1] - first_[place]);
  }
  std::span<const Advert> AdvertsOf(const News& news) const {
    return std::span(adverts_).subspan(news.first, news.count);
  }
  std::size_t Bytes() const {
    return adverts_.capacity() * sizeof(Advert) + news_.capacity() * sizeof(News) +
           first_.capacity() * sizeof(std::uint32_t);
  }

 private:
  struct Added {
    std::uint32_t place = 0;
    News news;
  };
  bool settled_ = false;
  std::vector<Added> added_;
  std::vector<News> news_;            ///< by place, then round
  std::vector<std::uint32_t> first_;  ///< by place, plus one past the end: its first one in `news_`
  std::vector<Advert> adverts_;
};

}  // namespace ringfence::routing::bgp
