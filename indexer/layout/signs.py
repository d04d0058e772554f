"""What a single line looks like, as named signs."""

from __future__ import annotations

from enum import Flag, auto


class Sign(Flag):
    """A line may bear several; no single one decides what it is."""

    ROW = auto()  # a table's row
    MARKED = auto()  # a heading or bold in the source
    PROSE = auto()  # running text: a sentence's end, or a long clause after a comma
    NUMBERED = auto()  # begins with a numbering: 一、 （一） 1. 第一条
    DATE = auto()  # a date alone: 2019年6月25日, 二〇一九年六月
    ORGAN = auto()  # an organ's name alone, perhaps with 文件
    SECTION = auto()  # a section's heading: 【部门文件】
    CONTENTS = auto()  # 目 录
    IMPRINT = auto()  # 主办： 地址：
    ATTACHMENT = auto()  # 附件2
    ATTACHMENTS = auto()  # 附件：1. …
    REGISTRATION = auto()  # a registration number, alone or behind its name
    YEARLY_NUMBER = auto()  # 2020年第88号
    TITLE_END = auto()  # ends as titles end: …的通知
    TITLE_PART = auto()  # may be a line of a title
    CLOSING = auto()  # …印发, 此件公开发布: how documents end
    DISCLOSURE = auto()  # （此件公开发布）
    PAGE_TURN = auto()  # 下转第12页, （此页无正文）
    PAGE_TOP = auto()  # the first line of a printed page
    NOTE = auto()  # 注：


NO_SIGNS = Sign(0)
