#include "formats/huawei_vrp/line.h"

namespace ringfence::formats::huawei_vrp {

void Line::Assign(std::string_view raw, base::FileId file, std::uint32_t number) {
  raw_ = raw;
  file_ = file;
  number_ = number;
  undo_ = false;
  words_.clear();
  std::size_t begin = raw.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) {
    indent_ = static_cast<std::uint32_t>(raw.size());
    text_ = {};
    return;
  }
  indent_ = static_cast<std::uint32_t>(begin);
  text_ = raw.substr(begin, raw.find_last_not_of(kBlanks) - begin + 1);
  while (begin != std::string_view::npos) {
    const std::size_t end = std::min(raw.find_first_of(kBlanks, begin), raw.size());
    words_.push_back(raw.substr(begin, end - begin));
    begin = raw.find_first_not_of(kBlanks, end);
  }
  if (words_.size() > 1 && words_.front() == "undo") {
    undo_ = true;
    words_.erase(words_.begin());
  }
}

std::string_view Line::rest(std::size_t index) const {
  if (index >= words_.size()) return {};
  const std::size_t offset = static_cast<std::size_t>(words_[index].data() - text_.data());
  return text_.substr(offset);
}

base::Span Line::span() const {
  return {file_, number_, indent_ + 1, static_cast<std::uint32_t>(text_.size())};
}

base::Span Line::word_span(std::size_t index) const {
  if (index >= words_.size()) {
    return {file_, number_, indent_ + static_cast<std::uint32_t>(text_.size()) + 1, 1};
  }
  const auto column = static_cast<std::uint32_t>(words_[index].data() - raw_.data()) + 1;
  return {file_, number_, column, static_cast<std::uint32_t>(words_[index].size())};
}

}  // namespace ringfence::formats::huawei_vrp
