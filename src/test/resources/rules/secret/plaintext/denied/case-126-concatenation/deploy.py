a = 1
token = "@@head:npm@@" + "@@tail:npm@@"
