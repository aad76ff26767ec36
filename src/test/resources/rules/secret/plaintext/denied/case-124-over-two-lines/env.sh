export TOKEN=@@head:github-pat@@\
@@tail:github-pat@@
