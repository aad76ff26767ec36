const apiKey = process.env.API_KEY;
req.headers.authorization = "Bearer " + token;
