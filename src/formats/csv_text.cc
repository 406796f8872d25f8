#include "formats/csv_text.h"

#include <algorithm>

namespace ringfence::formats {

std::vector<CsvCell> CsvText::NextRow() {
  std::vector<CsvCell> row;
  while (at_ < text_.size() && row.empty()) {
    bool more = true;
    while (more) {
      row.push_back(NextCell());
      more = at_ < text_.size() && text_[at_] == ',';
      if (more) Step();
    }
    EndLine();
    if (row.size() == 1 && row[0].text.empty()) row.clear();
  }
  return row;
}

void CsvText::Step() {
  if (text_[at_] == '\n') {
    ++line_;
    line_start_ = at_ + 1;
  }
  ++at_;
}

void CsvText::EndLine() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') Step();
}

CsvCell CsvText::NextCell() {
  CsvCell cell{"", {file_, line_, static_cast<std::uint32_t>(at_ - line_start_ + 1), 1}};
  const std::size_t start = at_;
  if (at_ < text_.size() && text_[at_] == '"') {
    Step();
    while (at_ < text_.size()) {
      if (text_[at_] == '"' && (at_ + 1 == text_.size() || text_[at_ + 1] != '"')) break;
      if (text_[at_] == '"') Step();
      cell.text += text_[at_];
      Step();
    }
    if (at_ == text_.size() && !open_quote_) open_quote_ = cell.span;
    if (at_ < text_.size()) Step();
  } else {
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r')
      cell.text += text_[at_++];
  }
  cell.span.length = static_cast<std::uint32_t>(std::max<std::size_t>(1, at_ - start));
  return cell;
}

std::vector<std::string> SplitCell(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    parts.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
  }
  return parts;
}

}  // namespace ringfence::formats
